/*
 * Layers in plain C, all of whose numbers are constants where they are called, so that a compiler can unroll and vectorise them. Values
 * are [time][frequency][channel] in 16 bits. No intrinsics, no vector types.
 *
 * A window begins at in + t * step_time + f * step_frequency; its rows are `row` values apart and have `width` contiguous values. Outputs
 * go to out + t * out_row + f * out_step, or as 32-bit sums to logits where that is not null.
 */
#include <stddef.h>
#include <stdint.h>

enum { MOST_CHANNELS = 1024 };

#define LAYER static inline __attribute__((always_inline)) void

static inline __attribute__((always_inline)) int32_t clamp(int32_t value, int32_t min, int32_t max)
{
    value = value < min ? min : value;
    return value > max ? max : value;
}

LAYER store(const int32_t *restrict sums, int channels, int32_t half, int shift, int32_t min, int32_t max,
            int16_t *restrict out, int32_t *restrict logits)
{
    for (int c = 0; c < channels; c++)
        if (logits)
            logits[c] = sums[c];
        else
            out[c] = (int16_t)clamp((sums[c] + half) >> shift, min, max);
}

/* Long rows: sums over a row, whose weights are [channel][row][value]. */
LAYER rows(const int16_t *restrict in, int row, int step_time, int step_frequency, int kernel_rows, int width,
           const int16_t *restrict weights, const int32_t *restrict biases, int times, int frequencies, int channels,
           int32_t half, int shift, int32_t min, int32_t max, int16_t *restrict out, int out_row, int out_step, int32_t *restrict logits)
{
    int32_t sums[MOST_CHANNELS];
    for (int t = 0; t < times; t++)
        for (int f = 0; f < frequencies; f++) {
            const int16_t *restrict x = in + t * step_time + f * step_frequency;
            for (int c = 0; c < channels; c++) {
                int32_t sum = 0;
                for (int i = 0; i < kernel_rows; i++)
                    for (int k = 0; k < width; k++)
                        sum += x[i * row + k] * weights[(c * kernel_rows + i) * width + k];
                sums[c] = sum + biases[c];
            }
            store(sums, channels, half, shift, min, max, out + t * out_row + f * out_step, logits);
        }
}

/* Short rows: all channels side by side, weights [row][value][channel]. */
LAYER channels_together(const int16_t *restrict in, int row, int step_time, int step_frequency, int kernel_rows, int width,
           const int16_t *restrict weights, const int32_t *restrict biases, int times, int frequencies, int channels,
           int32_t half, int shift, int32_t min, int32_t max, int16_t *restrict out, int out_row, int out_step, int32_t *restrict logits)
{
    int32_t sums[MOST_CHANNELS];
    for (int t = 0; t < times; t++)
        for (int f = 0; f < frequencies; f++) {
            const int16_t *restrict x = in + t * step_time + f * step_frequency;
            for (int c = 0; c < channels; c++) {
                int32_t sum = biases[c];
                for (int i = 0; i < kernel_rows; i++)
                    for (int k = 0; k < width; k++)
                        sum += x[i * row + k] * weights[(i * width + k) * channels + c];
                sums[c] = sum;
            }
            store(sums, channels, half, shift, min, max, out + t * out_row + f * out_step, logits);
        }
}

/* Weights [row][column][channel]. */
LAYER depthwise(const int16_t *restrict in, int row, int step_time, int step_frequency, int kernel_rows, int kernel_columns,
           const int16_t *restrict weights, const int32_t *restrict biases, int times, int frequencies, int channels,
           int32_t half, int shift, int32_t min, int32_t max, int16_t *restrict out, int out_row, int out_step, int32_t *restrict logits)
{
    int32_t sums[MOST_CHANNELS];
    for (int t = 0; t < times; t++)
        for (int f = 0; f < frequencies; f++) {
            const int16_t *restrict x = in + t * step_time + f * step_frequency;
            for (int c = 0; c < channels; c++) {
                int32_t sum = biases[c];
                for (int i = 0; i < kernel_rows; i++)
                    for (int j = 0; j < kernel_columns; j++)
                        sum += x[i * row + j * channels + c] * weights[(i * kernel_columns + j) * channels + c];
                sums[c] = sum;
            }
            store(sums, channels, half, shift, min, max, out + t * out_row + f * out_step, logits);
        }
}

/* The largest value, or the average rounded down, of all of the input. */
LAYER pool(const int16_t *restrict in, int row, int times, int frequencies, int channels, int is_average, int16_t *restrict out)
{
    int32_t values[MOST_CHANNELS];
    for (int c = 0; c < channels; c++)
        values[c] = is_average ? 0 : INT32_MIN;
    for (int t = 0; t < times; t++)
        for (int f = 0; f < frequencies; f++)
            for (int c = 0; c < channels; c++) {
                int32_t x = in[t * row + f * channels + c];
                values[c] = is_average ? values[c] + x : x > values[c] ? x : values[c];
            }
    int32_t count = times * frequencies;
    for (int c = 0; c < channels; c++) {
        int32_t quotient = is_average ? values[c] / count : values[c];
        out[c] = (int16_t)(is_average && quotient * count > values[c] ? quotient - 1 : quotient);
    }
}
