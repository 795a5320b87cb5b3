/* Mapbox Vector Tile, specification 2.1. */
#include "rows.h"

/* Signs of a tile, as columns. `id` is told where is_single: 16 letters a sign. Texts of codes: a length byte pair and
 * the bytes, 258 apart, one for each number that can be told. `order` are the statuses' numbers by name. */
enum { TEXT_ROOM = 258, KEYS = 5 + STATUSES, KNOWN = 4096, MOST_OF_A_VALUE = TEXT_ROOM + 8 };

typedef struct {
    int64_t signs, statuses;
    const int64_t *x, *y;
    const int64_t *count; /* [signs][STATUSES] */
    const uint8_t *is_single;
    const uint8_t *id;
    const uint8_t *category, *status;
    const uint16_t *changed;
    const uint8_t *category_texts, *status_texts;
    const uint8_t *order;
} Signs;

typedef struct {
    uint8_t *values; /* the encoded values, one after the other */
    int64_t size, number;
    int32_t of_number[KNOWN]; /* the place of a small number among the values, or -1 */
    int32_t of_category[CATEGORIES], of_status[STATUSES];
    int32_t of_key[KEYS];
    uint8_t keys[KEYS];
    int32_t n_keys;
} Tables;

INLINE uint8_t *put(uint8_t *at, uint64_t value) {
    while (value > 0x7F) {
        *at++ = (uint8_t)(value | 0x80);
        value >>= 7;
    }
    *at++ = (uint8_t)value;
    return at;
}

static uint8_t *put_bytes(uint8_t *at, const uint8_t *bytes, int64_t n) {
    at = put(at, (uint64_t)n);
    memcpy(at, bytes, (size_t)n);
    return at + n;
}

static int32_t key_place(Tables *t, int key) {
    if (t->of_key[key] < 0) {
        t->of_key[key] = t->n_keys;
        t->keys[t->n_keys++] = (uint8_t)key;
    }
    return t->of_key[key];
}

static int32_t new_value(Tables *t, const uint8_t *value, int64_t n) {
    uint8_t *end = put_bytes(t->values + t->size, value, n);
    t->size = end - t->values;
    return (int32_t)t->number++;
}

static int32_t number_place(Tables *t, uint64_t number) {
    if (number < KNOWN && t->of_number[number] >= 0) return t->of_number[number];
    uint8_t value[11] = {0x28}; /* Value.uint_value */
    int32_t place = new_value(t, value, put(value + 1, number) - value);
    if (number < KNOWN) t->of_number[number] = place;
    return place;
}

static int32_t text_place(Tables *t, const uint8_t *text, int64_t n, int32_t *known) {
    if (known && *known >= 0) return *known;
    uint8_t value[MOST_OF_A_VALUE] = {0x0A}; /* Value.string_value */
    int32_t place = new_value(t, value, put_bytes(value + 1, text, n) - value);
    if (known) *known = place;
    return place;
}

static int32_t code_place(Tables *t, const uint8_t *texts, int number, int32_t *known) {
    const uint8_t *text = texts + (int64_t)number * TEXT_ROOM;
    return text_place(t, text + 2, text[0] | text[1] << 8, known + number);
}

enum { KEY_COUNT, KEY_ID, KEY_CATEGORY, KEY_STATUS, KEY_CHANGED, KEY_OF_A_STATUS };

INLINE uint8_t *put_tag(uint8_t *at, Tables *t, int key, int32_t value) {
    return put(put(at, (uint64_t)key_place(t, key)), (uint64_t)value);
}

static uint8_t *put_tags(uint8_t *at, const Signs *s, int64_t i, Tables *t) {
    const int64_t *count = s->count + i * STATUSES;
    uint64_t total = 0;
    for (int status = 0; status < STATUSES; status++) total += (uint64_t)count[status];
    at = put_tag(at, t, KEY_COUNT, number_place(t, total));
    for (int64_t n = 0; n < s->statuses; n++)
        if (count[s->order[n]]) at = put_tag(at, t, KEY_OF_A_STATUS + s->order[n], number_place(t, (uint64_t)count[s->order[n]]));
    if (!s->is_single[i]) return at;
    int category = s->category[i] & (CATEGORIES - 1), status = s->status[i] & (STATUSES - 1);
    at = put_tag(at, t, KEY_ID, text_place(t, s->id + i * ID_LETTERS, ID_LETTERS, NULL));
    at = put_tag(at, t, KEY_CATEGORY, code_place(t, s->category_texts, category, t->of_category));
    at = put_tag(at, t, KEY_STATUS, code_place(t, s->status_texts, status, t->of_status));
    return put_tag(at, t, KEY_CHANGED, number_place(t, s->changed[i]));
}

static uint8_t *put_feature(uint8_t *at, const Signs *s, int64_t i, Tables *t) {
    uint8_t tags[2 * 5 * KEYS], point[16], feature[sizeof tags + sizeof point + 16], *end = feature;
    uint8_t *geometry = put(put(put(point, 9), (uint64_t)s->x[i] << 1), (uint64_t)s->y[i] << 1); /* 9: move once */
    *end++ = 0x12; /* Feature.tags */
    end = put_bytes(end, tags, put_tags(tags, s, i, t) - tags);
    *end++ = 0x18; /* Feature.type: a point */
    *end++ = 1;
    *end++ = 0x22; /* Feature.geometry */
    end = put_bytes(end, point, geometry - point);
    *at++ = 0x12; /* Layer.features */
    return put_bytes(at, feature, end - feature);
}

static uint8_t *put_key(uint8_t *at, const Signs *s, int key) {
    static const char *const NAMES[] = {"count", "id", "category", "status", "changed"};
    *at++ = 0x1A; /* Layer.keys */
    if (key < KEY_OF_A_STATUS) return put_bytes(at, (const uint8_t *)NAMES[key], (int64_t)strlen(NAMES[key]));
    const uint8_t *text = s->status_texts + (int64_t)(key - KEY_OF_A_STATUS) * TEXT_ROOM;
    return put_bytes(at, text + 2, text[0] | text[1] << 8);
}

/* How many bytes a tile of so many signs can need at most; `kmzb_encode` wants twice that. */
API int64_t kmzb_encoded_room(int64_t signs) { return 4096 + TEXT_ROOM * (CATEGORIES + 2 * STATUSES) + 400 * signs; }

/* Write the layer "marks" with one point a sign; return its length. `out` and `values` have kmzb_encoded_room(signs). */
API int64_t kmzb_encode(const Signs *s, uint8_t *out, uint8_t *values) {
    static const uint8_t HEAD[] = {0x78, 0x02, 0x0A, 0x05, 'm', 'a', 'r', 'k', 's'}; /* version 2, name */
    enum { MARGIN = 16 };
    Tables t;
    memset(&t, 0xFF, sizeof t);
    t.values = values;
    t.size = t.number = t.n_keys = 0;
    uint8_t *at = out + MARGIN;
    memcpy(at, HEAD, sizeof HEAD);
    at += sizeof HEAD;
    for (int64_t i = 0; i < s->signs; i++) at = put_feature(at, s, i, &t);
    for (int32_t k = 0; k < t.n_keys; k++) at = put_key(at, s, t.keys[k]);
    for (uint8_t *value = values, *end = values + t.size; value < end;) {
        int64_t n = value[0] & 0x7F, wide = value[0] > 0x7F;
        n = wide ? n | value[1] << 7 : n;
        *at++ = 0x22; /* Layer.values */
        memcpy(at, value, (size_t)(n + 1 + wide));
        at += n + 1 + wide;
        value += n + 1 + wide;
    }
    *at++ = 0x28; /* Layer.extent */
    at = put(at, EXTENT);
    uint8_t head[12] = {0x1A}; /* Tile.layers */
    int64_t body = at - (out + MARGIN), width = put(head + 1, (uint64_t)body) - head;
    memcpy(out, head, (size_t)width);
    memmove(out + width, out + MARGIN, (size_t)body);
    return width + body;
}
