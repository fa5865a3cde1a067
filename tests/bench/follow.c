/* The kernel of follow.py, line by line and on the same records, to compare what a C compiler makes of the algorithm. */

enum { SAMPLES = 400, SUBSTEPS = 5 };

struct given {
    double supply, tumour_start, killers_start, removed, added, growth, crowding, killing;
    double recruitment, half_recruitment, exhaustion, loss, days, treatment_day;
};

struct outputs {
    double killers[SAMPLES + 1], tumour[SAMPLES + 1];
};

static void rates(const struct given *p, const double *y, double *dy)
{
    double killers = y[0], tumour = y[1];
    double increase = p->recruitment * tumour / (p->half_recruitment + tumour) - p->exhaustion * tumour - p->loss;
    dy[0] = p->supply / 1e6 + killers * increase;
    dy[1] = tumour * (p->growth * (1 - p->crowding * tumour) - p->killing * killers);
}

static void rk4_step(const struct given *p, double *y, double h)
{
    double k1[2], k2[2], k3[2], k4[2], at[2];
    rates(p, y, k1);
    for (int i = 0; i < 2; i++) at[i] = y[i] + h / 2 * k1[i];
    rates(p, at, k2);
    for (int i = 0; i < 2; i++) at[i] = y[i] + h / 2 * k2[i];
    rates(p, at, k3);
    for (int i = 0; i < 2; i++) at[i] = y[i] + h * k3[i];
    rates(p, at, k4);
    for (int i = 0; i < 2; i++) y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
}

/* The five arguments of a compiled kernel; its records do not overlap either. */
int run(void *result, void *exception, const struct given *restrict p, struct outputs *restrict out, void *work)
{
    double y[2] = {p->killers_start, p->tumour_start}, h = p->days / (SAMPLES * SUBSTEPS);
    (void)result, (void)exception, (void)work;
    out->killers[0] = y[0];
    out->tumour[0] = y[1];
    for (int i = 1; i <= SAMPLES; i++) {
        for (int step = 0; step < SUBSTEPS; step++) rk4_step(p, y, h);
        out->killers[i] = y[0];
        out->tumour[i] = y[1];
    }
    return 0;
}
