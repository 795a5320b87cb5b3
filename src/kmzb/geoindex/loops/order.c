/* Sorting by numbers of 64 bits, a byte at a time from the lowest: three times as quick for millions of them as by comparing. */
#include "rows.h"

enum { DIGITS = 8, DIGIT = 256 };

INLINE int digit_of(uint64_t key, int digit) { return (int)(key >> 8 * digit & (DIGIT - 1)); }

/* Sort keys, and the numbers beside them, in place; equal keys keep their order. The other two arrays are room to sort in. */
API void kmzb_sort(uint64_t *keys, uint32_t *numbers, uint64_t *other_keys, uint32_t *other_numbers, int64_t n) {
    int64_t places[DIGITS][DIGIT] = {{0}};
    uint64_t *from = keys, *to = other_keys;
    uint32_t *from_numbers = numbers, *to_numbers = other_numbers;
    for (int64_t i = 0; i < n; i++)
        for (int digit = 0; digit < DIGITS; digit++) places[digit][digit_of(keys[i], digit)]++;
    for (int digit = 0; digit < DIGITS; digit++) {
        int64_t *place = places[digit], total = 0;
        if (n == 0 || place[digit_of(keys[0], digit)] == n) continue; /* all alike */
        for (int value = 0; value < DIGIT; value++) {
            int64_t count = place[value];
            place[value] = total;
            total += count;
        }
        for (int64_t i = 0; i < n; i++) {
            int64_t target = place[digit_of(from[i], digit)]++;
            to[target] = from[i];
            to_numbers[target] = from_numbers[i];
        }
        uint64_t *keys_there = to;
        uint32_t *numbers_there = to_numbers;
        to = from, to_numbers = from_numbers;
        from = keys_there, from_numbers = numbers_there;
    }
    if (from != keys) {
        memcpy(keys, from, (size_t)n * sizeof *keys);
        memcpy(numbers, from_numbers, (size_t)n * sizeof *numbers);
    }
}
