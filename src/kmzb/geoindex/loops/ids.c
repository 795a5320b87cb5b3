/* Ids as numbers, and sums of files. */
#include "rows.h"

/* 16 letters of base-32 as 64 and 16 bits, in the order of ASCII. */
__extension__ typedef unsigned __int128 Bits;

static const char LETTERS[] = "234567abcdefghijklmnopqrstuvwxyz";

static int letter_value(uint8_t letter) {
    if (letter >= '2' && letter <= '7') return letter - '2';
    if (letter >= 'a' && letter <= 'z') return letter - 'a' + 6;
    return -1;
}

/* Return the number of the first text that is no id, or `n`. */
API int64_t kmzb_pack_ids(const uint8_t *texts, int64_t n, uint64_t *high, uint16_t *low) {
    for (int64_t i = 0; i < n; i++) {
        Bits bits = 0;
        for (int k = 0; k < ID_LETTERS; k++) {
            int value = letter_value(texts[i * ID_LETTERS + k]);
            if (value < 0) return i;
            bits = bits << 5 | (unsigned)value;
        }
        high[i] = (uint64_t)(bits >> 16);
        low[i] = (uint16_t)bits;
    }
    return n;
}

static void unpack_id(uint64_t high, uint16_t low, uint8_t *text) {
    Bits bits = (Bits)high << 16 | low;
    for (int k = ID_LETTERS - 1; k >= 0; k--, bits >>= 5) text[k] = (uint8_t)LETTERS[bits & 31];
}

API void kmzb_unpack_ids(const uint64_t *high, const uint16_t *low, int64_t n, uint8_t *texts) {
    for (int64_t i = 0; i < n; i++) unpack_id(high[i], low[i], texts + i * ID_LETTERS);
}

INLINE int64_t row_by_id(const Rows *r, const uint32_t *by_id, int64_t place) { return at_most(by_id[place], r->rows - 1); }

/* For each id its row, or NO_ROW. `by_id` are the row numbers in the order of ids. */
API void kmzb_find_ids(const Rows *r, const uint32_t *by_id, const uint64_t *high, const uint16_t *low, int64_t n, int64_t *out) {
    for (int64_t k = 0; k < n; k++) {
        int64_t first = 0, last = r->rows;
        while (first < last) {
            int64_t middle = (first + last) >> 1, i = row_by_id(r, by_id, middle);
            if (r->id_high[i] < high[k] || (r->id_high[i] == high[k] && r->id_low[i] < low[k])) first = middle + 1;
            else last = middle;
        }
        int64_t i = first < r->rows ? row_by_id(r, by_id, first) : 0;
        int is_found = first < r->rows && r->id_high[i] == high[k] && r->id_low[i] == low[k];
        out[k] = is_found ? i : NO_ROW;
    }
}

INLINE uint64_t stirred(uint64_t sum, uint64_t word) {
    sum += word * 0xC2B2AE3D27D4EB4Full;
    return (sum << 31 | sum >> 33) * 0x9E3779B185EBCA87ull;
}

/* A sum that tells damage, not malice: four lanes of multiplied and rotated words. */
API uint64_t kmzb_sum(const uint8_t *bytes, int64_t n) {
    uint64_t lane[4] = {1, 2, 3, 4}, word[4], sum = (uint64_t)n;
    int64_t i = 0;
    for (; i + 32 <= n; i += 32) {
        memcpy(word, bytes + i, 32);
        for (int k = 0; k < 4; k++) lane[k] = stirred(lane[k], word[k]);
    }
    for (; i < n; i++) lane[i & 3] = stirred(lane[i & 3], bytes[i]);
    for (int k = 0; k < 4; k++) sum = stirred(sum ^ lane[k], lane[k]);
    return sum ^ sum >> 29;
}
