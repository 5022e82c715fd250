/*
 * The peer in C for the sampler of normals: the same generator in sixteen lanes, which the compiler vectorises, and the
 * same ziggurat of 1024 layers with the same rare cases (org.neurotron.random.Ziggurat describes it). The tables are
 * computed here, with the exp of the C library; so numbers agree to its last bits.
 * Built by RandomBenchmark with: gcc -O3 -march=native -fno-math-errno -fno-trapping-math
 * -ffp-contract=off -Wl,--no-as-needed -lm -shared -fPIC, and for vectors as wide as those of Java
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LANES 16
#define CHUNK 512
#define LAYERS 1024
#define STEPS 8
#define GOLDEN 0x9e3779b97f4a7c15

static double table[LAYERS], ends[LAYERS];
static double left[LAYERS + 1], width[LAYERS + 1], curve[LAYERS + 1][STEPS + 1], kept[LAYERS + 1];
static int other[LAYERS + 1], rectangles, boxes;
static double tail_density, tail_exponent;

static double density(double x) { return exp(-0.5 * x * x); }

/* Where x (f(x) - floor) is an area, between a place where it is more and one where it is less. */
static double end(double low, double high, double floor, double area) {
    for (int i = 0; i < 200; i++) {
        double middle = 0.5 * (low + high);
        if (middle <= low || middle >= high) {
            break;
        }
        if (middle * (density(middle) - floor) > area) low = middle; else high = middle;
    }
    return low;
}

/* Makes the tables for numbers of a scale. */
void prepare(double sigma) {
    double area = sqrt(M_PI / 2) / LAYERS;
    ends[0] = end(1, 10, 0, area);
    for (rectangles = 1; rectangles < LAYERS; rectangles++) {
        double below = ends[rectangles - 1], floor = density(below), best = 0, place = 0;
        for (int i = 1; i < 10000; i++) {
            double x = below * i / 10000, product = x * (density(x) - floor);
            if (product > best) { best = product; place = x; }
        }
        if (best < area) {
            break;
        }
        ends[rectangles] = end(place, below, floor, area);
    }
    for (int k = 0; k < rectangles; k++) {
        table[k] = ends[k] * sigma * 0x1p-52;
    }
    double ratio = 1 - 0x1p-10, tail = ends[0];
    double a = log(density(tail * ratio) / density(tail)) / -log(ratio);
    tail_density = density(tail);
    tail_exponent = -1 / (a - 1);
    boxes = rectangles + 1;
    double areas[LAYERS + 1], total = areas[0] = tail_density * tail / (a - 1);
    for (int box = 1; box < boxes; box++) {
        left[box] = box < rectangles ? ends[box] : 0;
        width[box] = ends[box - 1] - left[box];
        for (int step = 0; step <= STEPS; step++) {
            curve[box][step] = density(left[box] + width[box] * (STEPS - step) / STEPS);
        }
        total += areas[box] = width[box] * (curve[box][STEPS] - curve[box][0]);
    }
    /* Walker's alias method with two queues. */
    double share[LAYERS + 1];
    int small[2 * LAYERS], large[LAYERS + 1], s0 = 0, s1 = 0, l0 = 0, l1 = 0;
    for (int i = 0; i < boxes; i++) {
        share[i] = areas[i] / total * boxes;
        if (share[i] < 1) small[s1++] = i; else large[l1++] = i;
    }
    while (s0 < s1 && l0 < l1) {
        int less = small[s0++], more = large[l0];
        kept[less] = share[less];
        other[less] = more;
        share[more] -= 1 - share[less];
        if (share[more] < 1) small[s1++] = large[l0++];
    }
    while (s0 < s1) kept[small[s0++]] = 1;
    while (l0 < l1) kept[large[l0++]] = 1;
}

static inline uint64_t rotl(uint64_t x, int k) { return x << k | x >> (64 - k); }

static inline uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

static inline double open_unit(uint64_t word) { return ((word >> 12) + 0.5) * 0x1p-52; }

static __attribute__((noinline)) double rare(int64_t word) {
    uint64_t seed = word ^ (word >> 63 & ~(int64_t) 0xfff);
    for (;;) {
        uint64_t choice = mix(seed += GOLDEN);
        double u = open_unit(mix(seed += GOLDEN)), v = open_unit(mix(seed += GOLDEN)), x;
        unsigned __int128 product = (unsigned __int128) choice * (unsigned) boxes;
        int box = (int) (product >> 64);
        if (((uint64_t) product >> 11) * 0x1p-53 >= kept[box]) {
            box = other[box];
        }
        if (box == 0) {
            x = ends[0] * exp(tail_exponent * log(u));
            if (v * (tail_density * u * (ends[0] / x)) >= density(x)) {
                continue;
            }
        } else {
            const double *at = curve[box];
            x = left[box] + (1 - u) * width[box];
            double y = at[0] + v * (at[STEPS] - at[0]);
            int step = (int) (u * STEPS);
            if (y >= at[step] && (y >= at[step + 1] || y >= density(x))) {
                continue;
            }
        }
        return word < 0 ? -x : x;
    }
}

void normals(uint64_t *restrict state, double mean, double sigma, double *restrict x, long count) {
    uint64_t s0[LANES], s1[LANES], s2[LANES], s3[LANES];
    memcpy(s0, state, sizeof s0);
    memcpy(s1, state + LANES, sizeof s1);
    memcpy(s2, state + 2 * LANES, sizeof s2);
    memcpy(s3, state + 3 * LANES, sizeof s3);
    for (long done = 0; done < count; done += CHUNK) {
        uint64_t words[CHUNK] __attribute__((aligned(64)));
        int missed[CHUNK];
        int some = count - done < CHUNK ? (int) (count - done) : CHUNK, misses = 0;
        for (int row = 0; row < some; row += LANES) {
            for (int l = 0; l < LANES; l++) {
                words[row + l] = rotl(s0[l] + s3[l], 23) + s0[l];
                uint64_t t = s1[l] << 17;
                s2[l] ^= s0[l];
                s3[l] ^= s1[l];
                s1[l] ^= s2[l];
                s0[l] ^= s3[l];
                s2[l] ^= t;
                s3[l] = rotl(s3[l], 45);
            }
        }
        for (int i = 0; i < some; i++) {
            int64_t word = (int64_t) words[i];
            int layer = (int) (word & (LAYERS - 1));
            x[done + i] = __builtin_fma((double) (word >> 11 | 1), table[layer], mean);
            if (layer >= rectangles) {
                missed[misses++] = i;
            }
        }
        for (int i = 0; i < misses; i++) {
            x[done + missed[i]] = __builtin_fma(sigma, rare((int64_t) words[missed[i]]), mean);
        }
    }
    memcpy(state, s0, sizeof s0);
    memcpy(state + LANES, s1, sizeof s1);
    memcpy(state + 2 * LANES, s2, sizeof s2);
    memcpy(state + 3 * LANES, s3, sizeof s3);
}
