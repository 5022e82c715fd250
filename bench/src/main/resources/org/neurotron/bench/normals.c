/*
 * The peer in C for the block sampler of normals: the same generator, the same polynomials, the same order of
 * roundings (so the results must have the same bits), one fused loop over sixteen lanes that the compiler vectorises.
 * Built by RandomBenchmark with: gcc -O3 -march=native -mprefer-vector-width=512 -fno-math-errno -fno-trapping-math
 * -ffp-contract=off -shared -fPIC
 */
#include <stdint.h>
#include <string.h>

#define LANES 16
#define FMA __builtin_fma

static inline double as_double(uint64_t bits) { double d; memcpy(&d, &bits, 8); return d; }
static inline uint64_t as_bits(double d) { uint64_t bits; memcpy(&bits, &d, 8); return bits; }
static inline uint64_t rotl(uint64_t x, int k) { return x << k | x >> (64 - k); }

void normals(uint64_t *restrict state, double mean, double sigma, double *restrict x, long count) {
    uint64_t s0[LANES], s1[LANES], s2[LANES], s3[LANES];
    memcpy(s0, state, sizeof s0);
    memcpy(s1, state + LANES, sizeof s1);
    memcpy(s2, state + 2 * LANES, sizeof s2);
    memcpy(s3, state + 3 * LANES, sizeof s3);
    for (long block = 0; block < count; block += 2 * LANES) {
        uint64_t words[2][LANES];
        for (int row = 0; row < 2; row++) {
            for (int l = 0; l < LANES; l++) {
                words[row][l] = rotl(s0[l] + s3[l], 23) + s0[l];
                uint64_t t = s1[l] << 17;
                s2[l] ^= s0[l];
                s3[l] ^= s1[l];
                s1[l] ^= s2[l];
                s0[l] ^= s3[l];
                s2[l] ^= t;
                s3[l] = rotl(s3[l], 45);
            }
        }
        for (int l = 0; l < LANES; l++) {
            double u = as_double(words[0][l] >> 12 | 0x3ff0000000000000) - 1.0 + 0x1p-53;
            uint64_t bits = as_bits(u) + (0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
            double e = as_double(bits >> 52 | 0x4330000000000000) - (0x1p52 + 1023);
            double f = as_double((bits & 0x000fffffffffffff) + 0x3fe6a09e667f3bcd) - 1.0;
            double s = f / (f + 2.0);
            double z = s * s;
            double p = FMA(0.14796109336156382, z, 0.1531403543691255);
            p = FMA(p, z, 0.18183564883178302);
            p = FMA(p, z, 0.22222198563131837);
            p = FMA(p, z, 0.2857142874247897);
            p = FMA(p, z, 0.399999999994143);
            p = FMA(p, z, 0.6666666666666734);
            double h = 0.5 * f * f;
            double correction = FMA(e, 2.3190468138462996e-17, s * FMA(p, z, h));
            double log = FMA(e, 0.6931471805599453, f - (h - correction));
            double radius = __builtin_sqrt(-2.0 * log) * sigma;

            uint64_t word = words[1][l];
            double t = as_double(word >> 12 | 0x4000000000000000) - 3.0 + 0x1p-52;
            double y = t * t;
            double a = FMA(6.87826546154072e-12, y, -1.757152998274904e-09);
            a = FMA(a, y, 3.133616261687906e-07);
            a = FMA(a, y, -3.657620416106448e-05);
            a = FMA(a, y, 0.0024903945701894603);
            a = FMA(a, y, -0.08074551218828062);
            double sine = FMA(t, 0.7853981633974483, t * FMA(a, y, 3.061616997868383e-17));
            double c = FMA(-3.8585770251700516e-13, y, 1.1500526510896718e-10);
            c = FMA(c, y, -2.4611364249578345e-08);
            c = FMA(c, y, 3.59086044619155e-06);
            c = FMA(c, y, -0.0003259918869268038);
            c = FMA(c, y, 0.015854344243815433);
            c = FMA(c, y, -0.30842513753404244);
            double cosine = FMA(c, y, 1.0);
            uint64_t sin_bits = as_bits(sine);
            uint64_t cos_bits = as_bits(cosine) ^ word << 63;
            uint64_t exchange = (sin_bits ^ cos_bits) & -(word >> 1 & 1);
            x[block + l] = FMA(radius, as_double(cos_bits ^ exchange), mean);
            x[block + LANES + l] = FMA(radius, as_double(sin_bits ^ exchange), mean);
        }
    }
    memcpy(state, s0, sizeof s0);
    memcpy(state + LANES, s1, sizeof s1);
    memcpy(state + 2 * LANES, s2, sizeof s2);
    memcpy(state + 3 * LANES, s3, sizeof s3);
}
