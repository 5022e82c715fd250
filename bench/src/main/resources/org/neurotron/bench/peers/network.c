/*
 * The peer in C: the reformulated algorithm (α = 0, q = 1) with sizes given at run time, in loops that gcc vectorises.
 * Rows are padded with zeros to a multiple of eight, so that each starts a cache line and none has a tail; four rows
 * are taken at once, so that what stays is loaded and stored less often. Of several orders (one fused pass a sample;
 * one, two or four samples or rows at once; with and without padding) this was the fastest at the paper's size.
 */
typedef const double *restrict input;

/* Must have the fields of CNetwork.java. */
struct network {
    long n;                  /* dimension of the inputs, padded */
    long r;                  /* dimension of the filter */
    long k;                  /* width */
    long b;                  /* size of the mini-batch */
    long width;              /* b, padded */
    long blocks;             /* matrices that are multiplied: 2 (affine), k (dense list), 1 (single gate) */
    double eta;              /* learning rate */
    const double **matrix;   /* the blocks, each r x n; null for the single gate, where u is w and y is g */
    const double *mean;      /* matrix of the Tron-gradient, r x n */
    const double *c;         /* coefficients of the affine family, k; otherwise null */
    const double *x;         /* inputs, b x n */
    const double *v;         /* labels, width */
    double *w;               /* filter, r */
    double *u;               /* projected filter, blocks x n */
    double *z;               /* products of inputs and projected filter, blocks x width */
    double *f;               /* outputs, width */
    double *d;               /* residuals, width */
    double *e;               /* residuals behind the gates, blocks x width */
    double *y;               /* weighted sums of inputs, blocks x n */
    double *g;               /* gradient, r */
};

/* y <- Aᵀ w, with A rows x n, a row every stride elements. The first rows set y, which saves clearing it. */
static void multiply_transposed(long rows, long n, long stride, input a, input w, double *restrict y) {
    long i = rows % 4;
    if (i == 0) {
        i = 4;
        input a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        double w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        for (long j = 0; j < n; j++) {
            y[j] = w0 * a0[j] + w1 * a1[j] + w2 * a2[j] + w3 * a3[j];
        }
    } else {
        double w0 = w[0];
        for (long j = 0; j < n; j++) {
            y[j] = w0 * a[j];
        }
        for (long h = 1; h < i; h++) {
            input ah = a + h * stride;
            double wh = w[h];
            for (long j = 0; j < n; j++) {
                y[j] += wh * ah[j];
            }
        }
    }
    for (; i + 4 <= rows; i += 4) {
        input a0 = a + i * stride, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        double w0 = w[i], w1 = w[i + 1], w2 = w[i + 2], w3 = w[i + 3];
        for (long j = 0; j < n; j++) {
            y[j] += w0 * a0[j] + w1 * a1[j] + w2 * a2[j] + w3 * a3[j];
        }
    }
}

/* y <- scale * y + A x, with A rows x n. */
static void multiply(long rows, long n, input a, input x, double scale, double *restrict y) {
    long i = 0;
    for (; i + 4 <= rows; i += 4) {
        input a0 = a + i * n, a1 = a0 + n, a2 = a1 + n, a3 = a2 + n;
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (long j = 0; j < n; j++) {
            s0 += a0[j] * x[j];
            s1 += a1[j] * x[j];
            s2 += a2[j] * x[j];
            s3 += a3[j] * x[j];
        }
        y[i] = scale * y[i] + s0;
        y[i + 1] = scale * y[i + 1] + s1;
        y[i + 2] = scale * y[i + 2] + s2;
        y[i + 3] = scale * y[i + 3] + s3;
    }
    for (; i < rows; i++) {
        input ai = a + i * n;
        double s = 0;
        for (long j = 0; j < n; j++) {
            s += ai[j] * x[j];
        }
        y[i] = scale * y[i] + s;
    }
}

/* Two rows of Z <- U Xᵀ, for four samples. */
static void multiply_2x4(long n, input u0, input u1, input x, double *restrict z0, double *restrict z1) {
    input x0 = x, x1 = x0 + n, x2 = x1 + n, x3 = x2 + n;
    double s00 = 0, s01 = 0, s02 = 0, s03 = 0, s10 = 0, s11 = 0, s12 = 0, s13 = 0;
    for (long j = 0; j < n; j++) {
        s00 += u0[j] * x0[j];
        s01 += u0[j] * x1[j];
        s02 += u0[j] * x2[j];
        s03 += u0[j] * x3[j];
        s10 += u1[j] * x0[j];
        s11 += u1[j] * x1[j];
        s12 += u1[j] * x2[j];
        s13 += u1[j] * x3[j];
    }
    z0[0] = s00;
    z0[1] = s01;
    z0[2] = s02;
    z0[3] = s03;
    z1[0] = s10;
    z1[1] = s11;
    z1[2] = s12;
    z1[3] = s13;
}

static double dot(long n, input a, input x) {
    double s = 0;
    for (long j = 0; j < n; j++) {
        s += a[j] * x[j];
    }
    return s;
}

/* Z <- U Xᵀ. Samples are outside, so that four of them stay in the cache while U passes. */
static void multiply_inputs(const struct network *net) {
    long n = net->n, width = net->width, q = 0;
    for (; q + 4 <= net->b; q += 4) {
        input x = net->x + q * n;
        long l = 0;
        for (; l + 2 <= net->blocks; l += 2) {
            double *z = net->z + l * width + q;
            multiply_2x4(n, net->u + l * n, net->u + (l + 1) * n, x, z, z + width);
        }
        if (l < net->blocks) {
            multiply(4, n, x, net->u + l * n, 0, net->z + l * width + q);
        }
    }
    for (; q < net->b; q++) {
        for (long l = 0; l < net->blocks; l++) {
            net->z[l * width + q] = dot(n, net->u + l * n, net->x + q * n);
        }
    }
}

static void affine_gates(long k, long width, input c, input p, input s, double *restrict f) {
    for (long q = 0; q < width; q++) {
        f[q] = 0;
    }
    for (long i = 0; i < k; i++) {
        double ci = c[i];
        for (long q = 0; q < width; q++) {
            double t = p[q] + ci * s[q];
            f[q] += t > 0 ? t : 0;
        }
    }
}

static void dense_gates(long k, long width, input z, double *restrict f) {
    for (long q = 0; q < width; q++) {
        f[q] = 0;
    }
    for (long i = 0; i < k; i++) {
        input zi = z + i * width;
        for (long q = 0; q < width; q++) {
            f[q] += zi[q] > 0 ? zi[q] : 0;
        }
    }
}

void forward(const struct network *net) {
    if (net->matrix) {
        /* The last block first, so that the mean of an affine family, which is needed again, has been read last. */
        for (long l = net->blocks; l-- > 0;) {
            multiply_transposed(net->r, net->n, net->n, net->matrix[l], net->w, net->u + l * net->n);
        }
    }
    multiply_inputs(net);
    if (net->c) {
        affine_gates(net->k, net->width, net->c, net->z, net->z + net->width, net->f);
    } else {
        dense_gates(net->k, net->width, net->z, net->f);
    }
    double *restrict f = net->f;
    double scale = 1.0 / net->k;
    for (long q = 0; q < net->width; q++) {
        f[q] *= scale;
    }
}

static void residuals(const struct network *net) {
    input v = net->v, f = net->f;
    double *restrict d = net->d;
    double scale = 1.0 / net->b;
    for (long q = 0; q < net->width; q++) {
        d[q] = scale * (v[q] - f[q]);
    }
}

void tron_gradient(const struct network *net) {
    forward(net);
    residuals(net);
    multiply_transposed(net->b, net->n, net->n, net->x, net->d, net->y);
    if (net->matrix) {
        multiply(net->r, net->n, net->mean, net->y, 0, net->g);
    }
}

static void affine_gate_weights(long k, long width, input c, input p, input s, input d, double *restrict e0,
        double *restrict e1) {
    for (long q = 0; q < width; q++) {
        e0[q] = 0;
        e1[q] = 0;
    }
    for (long i = 0; i < k; i++) {
        double ci = c[i];
        for (long q = 0; q < width; q++) {
            double open = p[q] + ci * s[q] > 0 ? 1.0 : 0.0;
            e0[q] += open;
            e1[q] += open * ci;
        }
    }
    double scale = 1.0 / k;
    for (long q = 0; q < width; q++) {
        e0[q] *= scale * d[q];
        e1[q] *= scale * d[q];
    }
}

static void dense_gate_weights(long k, long width, input z, input d, double *restrict e) {
    double scale = 1.0 / k;
    for (long i = 0; i < k; i++) {
        for (long q = 0; q < width; q++) {
            e[i * width + q] = z[i * width + q] > 0 ? scale * d[q] : 0;
        }
    }
}

/* Columns of X that stay in the cache while the rows of E pass. */
#define COLUMNS 512

void sgd_gradient(const struct network *net) {
    long n = net->n, width = net->width;
    forward(net);
    residuals(net);
    if (net->c) {
        affine_gate_weights(net->k, width, net->c, net->z, net->z + width, net->d, net->e, net->e + width);
    } else {
        dense_gate_weights(net->k, width, net->z, net->d, net->e);
    }
    for (long first = 0; first < n; first += COLUMNS) {
        long last = first + COLUMNS < n ? first + COLUMNS : n;
        for (long l = 0; l < net->blocks; l++) {
            multiply_transposed(net->b, last - first, n, net->x + first, net->e + l * width, net->y + l * n + first);
        }
    }
    if (net->matrix) {
        for (long l = 0; l < net->blocks; l++) {
            multiply(net->r, n, net->matrix[l], net->y + l * n, l > 0, net->g);
        }
    }
}

void step(const struct network *net) {
    tron_gradient(net);
    input g = net->g;
    double *restrict w = net->w;
    for (long i = 0; i < net->r; i++) {
        w[i] += net->eta * g[i];
    }
}
