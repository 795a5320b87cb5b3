/* Rows in the order of class (category * statuses + status) and day. */
#ifndef KMZB_CLASSES_H
#define KMZB_CLASSES_H

#include "rows.h"

/* Class k has the runs of one day each runs[k] to runs[k + 1] - 1. */
typedef struct {
    int64_t n_runs, n_rows;
    const uint32_t *runs;
    const uint16_t *day;   /* of a run */
    const uint32_t *first; /* the first row of a run; behind the last run the number of rows */
} Classes;

/* The first row of class k whose day is not before the wanted one. */
INLINE int64_t row_of_day(const Classes *c, int64_t k, int64_t wanted) {
    int64_t low = at_most(c->runs[k], c->n_runs), high = at_most(c->runs[k + 1], c->n_runs);
    while (low < high) {
        int64_t middle = (low + high) >> 1;
        if (c->day[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return at_most(c->first[low], c->n_rows);
}

#endif
