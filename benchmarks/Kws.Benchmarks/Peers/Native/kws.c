/*
 * The network in plain C, laid out so that a compiler can vectorise it: the innermost loops run over channels, which stand side by side,
 * have constant bounds and carry nothing from one turn to the next. No intrinsics, no vector types.
 *
 * Sums of the convolution lie in [-15872, 16384], so 16 bits hold them. Sums of the depthwise convolution lie in [-589824, 571392], so
 * float holds them exactly, and multiplies and adds in one instruction; with integers the network took almost half as long again. The
 * maximum is taken before the division by 16: floor and maximum commute.
 */
#include <stdint.h>
#include <string.h>

enum {
    COEFFICIENTS = 10,
    LENGTH = 30 * COEFFICIENTS,
    TIME = 14,
    FREQUENCY = 4,
    CHANNELS = 48,
    OUTPUTS = 16,
    LABELS = 4
};

/* Weights, output varying fastest. */
typedef struct {
    int16_t convolution[4][4][CHANNELS];
    float depthwise[3][3][CHANNELS];
    int32_t pointwise[CHANNELS][OUTPUTS];
    int32_t fully_connected[OUTPUTS][LABELS];
    int32_t biases[LABELS];
} model;

/* The output of the convolution, with a border of zeros for SAME padding. */
typedef float layer[TIME + 2][FREQUENCY + 2][CHANNELS];

static void convolution(const model *restrict m, const int8_t *restrict fingerprint, layer output)
{
    for (int t = 0; t < TIME; t++) {
        for (int f = 0; f < FREQUENCY; f++) {
            const int8_t *x = fingerprint + 2 * t * COEFFICIENTS + 2 * f;
            float *restrict y = output[t + 1][f + 1];
            for (int c = 0; c < CHANNELS; c++) {
                int16_t sum = 0;
                for (int i = 0; i < 4; i++)
                    for (int j = 0; j < 4; j++)
                        sum += x[i * COEFFICIENTS + j] * m->convolution[i][j][c];
                y[c] = sum >> 3;
            }
        }
    }
}

static void depthwise_pool(const model *restrict m, layer input, int32_t *restrict pooled)
{
    float greatest[CHANNELS];
    for (int c = 0; c < CHANNELS; c++)
        greatest[c] = INT32_MIN;
    for (int t = 0; t < TIME; t++)
        for (int f = 0; f < FREQUENCY; f++)
            for (int c = 0; c < CHANNELS; c++) {
                float sum = 0;
                for (int i = 0; i < 3; i++)
                    for (int j = 0; j < 3; j++)
                        sum += input[t + i][f + j][c] * m->depthwise[i][j][c];
                greatest[c] = sum > greatest[c] ? sum : greatest[c];
            }
    for (int c = 0; c < CHANNELS; c++)
        pooled[c] = (int32_t)greatest[c] >> 4;
}

static void pointwise(const model *restrict m, const int32_t *restrict input, int32_t *restrict output)
{
    int32_t sums[OUTPUTS] = {0};
    for (int c = 0; c < CHANNELS; c++)
        for (int o = 0; o < OUTPUTS; o++)
            sums[o] += input[c] * m->pointwise[c][o];
    for (int o = 0; o < OUTPUTS; o++)
        output[o] = sums[o] >> 8;
}

static void fully_connected(const model *restrict m, const int32_t *restrict input, int32_t *restrict logits)
{
    int32_t sums[LABELS];
    for (int l = 0; l < LABELS; l++)
        sums[l] = m->biases[l];
    for (int o = 0; o < OUTPUTS; o++)
        for (int l = 0; l < LABELS; l++)
            sums[l] += input[o] * m->fully_connected[o][l];
    for (int l = 0; l < LABELS; l++)
        logits[l] = sums[l];
}

/* The logits of so many fingerprints, one behind the other. */
void kws_infer(const model *m, const int8_t *fingerprints, int32_t count, int32_t *logits)
{
    layer padded;
    int32_t pooled[CHANNELS];
    int32_t mixed[OUTPUTS];
    memset(padded, 0, sizeof padded);
    for (int32_t i = 0; i < count; i++) {
        convolution(m, fingerprints + (size_t)i * LENGTH, padded);
        depthwise_pool(m, padded, pooled);
        pointwise(m, pooled, mixed);
        fully_connected(m, mixed, logits + (size_t)i * LABELS);
    }
}
