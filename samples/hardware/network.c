/*
 * The whole network on exported vectors (format c), in plain C99 as a microcontroller would compute it: every value of every layer against
 * the reference. For the topology 2 48 4 4 2 2 16 3 3 1 1. The case is chosen when it is compiled, in the directory of the vectors by
 *
 *   cc -std=c99 -I . -DCASE=case_0 -DCASE_HEADER='"case_0.h"' network.c
 *
 * Sums are 32-bit: docs/explain/numerics.md shows that none can overflow. A shift right of a negative number must round down,
 * which C leaves to the compiler; the check below refuses one where it does not.
 */

#include <stdio.h>

#include "weights.h"
#include CASE_HEADER

#define JOIN(a, b) a##_##b
#define NAME(a, b) JOIN(a, b)
#define EXPECTED(layer) NAME(CASE, layer)

enum { TIME = 14, FREQUENCY = 4, CHANNELS = 48, OUTPUTS = 16, LABELS = sizeof DS_CNN_fc1_biases_0 / sizeof DS_CNN_fc1_biases_0[0] };

typedef char shift_rounds_down[(-1 >> 1) == -1 ? 1 : -1];

static int32_t conv[TIME][FREQUENCY][CHANNELS];
static int32_t depthwise[TIME][FREQUENCY][CHANNELS];
static int32_t pool[CHANNELS];
static int32_t pointwise[OUTPUTS];
static int32_t logits[LABELS];

static int failures;

/* All values of a layer, as they lie in memory: time, frequency, channel, the last varying fastest. The first mismatch is told. */
#define CHECK(layer, values) \
  do { \
    typedef char same_count[sizeof(values) / sizeof(int32_t) == sizeof EXPECTED(layer) / sizeof EXPECTED(layer)[0][0][0] ? 1 : -1]; \
    const int32_t *actual = (const int32_t *)(values); \
    int i = 0, count = (int)(sizeof(values) / sizeof(int32_t) * sizeof(same_count)); \
    while (i < count && actual[i] == (&EXPECTED(layer)[0][0][0])[i]) \
      i++; \
    if (i == count) { \
      printf("PASS %s: %d values\n", #layer, count); \
    } else { \
      printf("FAIL %s: value %d is %ld, expected %ld\n", #layer, i, (long)actual[i], (long)(&EXPECTED(layer)[0][0][0])[i]); \
      failures++; \
    } \
  } while (0)

static void shift(int32_t *values, int count, int bits)
{
  for (int i = 0; i < count; i++)
    values[i] >>= bits;
}

static void convolve(void)
{
  for (int t = 0; t < TIME; t++)
    for (int f = 0; f < FREQUENCY; f++)
      for (int c = 0; c < CHANNELS; c++) {
        int32_t sum = 0;
        for (int i = 0; i < 4; i++)
          for (int j = 0; j < 4; j++)
            sum += EXPECTED(fingerprint_input)[2 * t + i][2 * f + j][0] * DS_CNN_conv_1_weights_0[c][i][j];
        conv[t][f][c] = sum;
      }
}

/* Beyond the edges there are zeros. */
static void convolve_depthwise(void)
{
  for (int t = 0; t < TIME; t++)
    for (int f = 0; f < FREQUENCY; f++)
      for (int c = 0; c < CHANNELS; c++) {
        int32_t sum = 0;
        for (int i = 0; i < 3; i++)
          for (int j = 0; j < 3; j++) {
            int time = t + i - 1, frequency = f + j - 1;
            if (time >= 0 && time < TIME && frequency >= 0 && frequency < FREQUENCY)
              sum += conv[time][frequency][c] * DS_CNN_conv_ds_1_dw_conv_depthwise_weights_0[i][j][c];
          }
        depthwise[t][f][c] = sum;
      }
}

static void pool_maximum(void)
{
  for (int c = 0; c < CHANNELS; c++) {
    pool[c] = depthwise[0][0][c];
    for (int t = 0; t < TIME; t++)
      for (int f = 0; f < FREQUENCY; f++)
        if (depthwise[t][f][c] > pool[c])
          pool[c] = depthwise[t][f][c];
  }
}

static void convolve_pointwise(void)
{
  for (int o = 0; o < OUTPUTS; o++) {
    int32_t sum = 0;
    for (int k = 0; k < CHANNELS; k++)
      sum += pool[k] * DS_CNN_conv_ds_1_pw_conv_weights_0[o][k];
    pointwise[o] = sum;
  }
}

static void connect(void)
{
  for (int l = 0; l < LABELS; l++) {
    int32_t sum = DS_CNN_fc1_biases_0[l];
    for (int k = 0; k < OUTPUTS; k++)
      sum += pointwise[k] * DS_CNN_fc1_weights_0[l][k];
    logits[l] = sum;
  }
}

int main(void)
{
  convolve();
  CHECK(conv_1, conv);
  shift(&conv[0][0][0], TIME * FREQUENCY * CHANNELS, 3);
  CHECK(conv_1_floor8, conv);
  convolve_depthwise();
  CHECK(conv_ds_1_dw_conv, depthwise);
  shift(&depthwise[0][0][0], TIME * FREQUENCY * CHANNELS, 4);
  CHECK(conv_ds_1_dw_conv_floor16, depthwise);
  pool_maximum();
  CHECK(max_pool, pool);
  convolve_pointwise();
  CHECK(conv_ds_1_pw_conv, pointwise);
  shift(pointwise, OUTPUTS, 8);
  CHECK(conv_ds_1_pw_conv_floor256, pointwise);
  connect();
  CHECK(fc1, logits);
  return failures != 0;
}
