/*
 * The integer front end: a Fourier transform in block floating point, magnitudes, mel bands, logarithms, cosines. No sum or product exceeds
 * 32 bits, whatever the samples are.
 */

#include "kws.h"
#include "kws_tables.h"

/* value / 2^bits, rounded to nearest, halves up. */
static int32_t rounded(int32_t value, int bits)
{
  return bits == 0 ? value : (value + ((int32_t)1 << (bits - 1))) >> bits;
}

static int32_t magnitude(int32_t value)
{
  return value < 0 ? -value : value;
}

/* The number of bits up to the first one that is set. */
static int bits_of(uint32_t value)
{
  int bits = 0;
  for (; value != 0; value >>= 1)
    bits++;
  return bits;
}

/* Even samples become real parts, odd ones imaginary parts. Returns the exponent: the loudest sample uses all bits. */
static int take_window(const int16_t *samples, int16_t *re, int16_t *im)
{
  int32_t largest = 0;
  for (int n = 0; n < KWS_WINDOW; n++)
    if (magnitude(samples[n]) > largest)
      largest = magnitude(samples[n]);
  const int exponent = bits_of((uint32_t)largest) + LOST_BITS;
  for (int n = 0; n < 2 * HALF; n++) {
    const int32_t value = n < KWS_WINDOW ? rounded((int32_t)samples[n] * hann[n], exponent) : 0;
    (n % 2 == 0 ? re : im)[n / 2] = (int16_t)value;
  }
  return exponent;
}

/* Exchanges every number with the one whose index has the same bits backwards. */
static void reverse_bits(int16_t *values)
{
  for (int i = 1, reversed = 0; i < HALF; i++) {
    int bit = HALF / 2;
    for (; (reversed & bit) != 0; bit /= 2)
      reversed ^= bit;
    reversed ^= bit;
    if (i < reversed) {
      const int16_t value = values[i];
      values[i] = values[reversed];
      values[reversed] = value;
    }
  }
}

/* Shifts all numbers right, as little as it takes for every part to lie within the limit. Returns the shift. */
static int shift_block(int16_t *re, int16_t *im)
{
  int32_t largest = 0;
  for (int i = 0; i < HALF; i++) {
    if (magnitude(re[i]) > largest)
      largest = magnitude(re[i]);
    if (magnitude(im[i]) > largest)
      largest = magnitude(im[i]);
  }
  int shift = 0;
  while (largest > (int32_t)LIMIT << shift)
    shift++;
  if (shift > 0)
    for (int i = 0; i < HALF; i++) {
      re[i] = (int16_t)rounded(re[i], shift);
      im[i] = (int16_t)rounded(im[i], shift);
    }
  return shift;
}

/* Radix 2, decimation in time, in place. Returns the sum of the shifts. */
static int transform(int16_t *re, int16_t *im)
{
  int shifts = 0;
  reverse_bits(re);
  reverse_bits(im);
  for (int length = 2; length <= HALF; length *= 2) {
    shifts += shift_block(re, im);
    for (int k = 0; k < length / 2; k++) {
      const int32_t wr = turn_re[k * (2 * HALF / length)], wi = turn_im[k * (2 * HALF / length)];
      for (int a = k; a < HALF; a += length) {
        const int b = a + length / 2;
        const int32_t tr = rounded(re[b] * wr - im[b] * wi, UNIT_BITS);
        const int32_t ti = rounded(re[b] * wi + im[b] * wr, UNIT_BITS);
        re[b] = (int16_t)(re[a] - tr);
        im[b] = (int16_t)(im[a] - ti);
        re[a] = (int16_t)(re[a] + tr);
        im[a] = (int16_t)(im[a] + ti);
      }
    }
  }
  return shifts;
}

/* The transform of the samples at one frequency k, from that of the complex numbers, z, there and at HALF - k, m. */
static void join(int k, int32_t zr, int32_t zi, int32_t mr, int32_t mi, int16_t *re, int16_t *im)
{
  const int32_t odd_re = zi + mi, odd_im = mr - zr;
  const int32_t tr = odd_re * turn_re[k] - odd_im * turn_im[k];
  const int32_t ti = odd_re * turn_im[k] + odd_im * turn_re[k];
  *re = (int16_t)rounded((zr + mr) * ((int32_t)1 << UNIT_BITS) + tr, UNIT_BITS + 1);
  *im = (int16_t)rounded((zi - mi) * ((int32_t)1 << UNIT_BITS) + ti, UNIT_BITS + 1);
}

static void real_spectrum(int16_t *re, int16_t *im)
{
  join(0, re[0], im[0], re[0], im[0], &re[0], &im[0]);
  for (int k = 1; k <= HALF / 2; k++) {
    const int m = HALF - k;
    const int32_t zr = re[k], zi = im[k], mr = re[m], mi = im[m];
    join(k, zr, zi, mr, mi, &re[k], &im[k]);
    join(m, mr, mi, zr, zi, &re[m], &im[m]);
  }
}

/* sqrt(re^2 + im^2), rounded to nearest, bit by bit. */
static int16_t root(int32_t re, int32_t im)
{
  const int32_t square = re * re + im * im;
  int32_t value = 0;
  for (int32_t bit = 1 << 14; bit > 0; bit /= 2)
    if ((value + bit) * (value + bit) <= square)
      value += bit;
  return (int16_t)(square - value * value > value ? value + 1 : value);
}

/* log2 of a band's sum, for samples in [-1, 1): a table and a line between two of its entries. */
static int16_t logarithm(int32_t sum, int exponent)
{
  const uint32_t value = sum > 0 ? (uint32_t)sum : 1;
  const int power = bits_of(value) - 1;
  const uint32_t mantissa = value << (31 - power);
  const int index = (int)(mantissa >> (31 - LOGARITHM_INDEX_BITS)) & ((1 << LOGARITHM_INDEX_BITS) - 1);
  const int32_t place = (int32_t)(mantissa >> (31 - LOGARITHM_INDEX_BITS - UNIT_BITS)) & ((1 << UNIT_BITS) - 1);
  const int32_t rise = log2_table[index + 1] - log2_table[index];
  const int32_t fraction = log2_table[index] + rounded(rise * place, UNIT_BITS);
  return (int16_t)((power + exponent - FULL_SCALE) * (1 << LOGARITHM_BITS) + rounded(fraction, UNIT_BITS - LOGARITHM_BITS));
}

void kws_frame(union kws_memory *memory, const int16_t *window, int8_t *coefficients)
{
  int16_t *re = memory->sound.re, *im = memory->sound.im, *logarithms = memory->sound.logarithms;
  int exponent = take_window(window, re, im);
  exponent += transform(re, im);
  exponent += shift_block(re, im);
  real_spectrum(re, im);
  for (int k = 0; k < HALF; k++)
    re[k] = root(re[k], im[k]);

  const int16_t *weights = band_weights;
  for (int band = 0; band < BANDS; band++) {
    int32_t sum = 0;
    for (int i = 0; i < band_length[band]; i++)
      sum += (int32_t)*weights++ * re[band_first[band] + i];
    logarithms[band] = logarithm(sum, exponent);
  }

  for (int c = 0; c < KWS_FRAME; c++) {
    int32_t sum = 0;
    for (int band = 0; band < BANDS; band++)
      sum += (int32_t)cosines[c * BANDS + band] * logarithms[band];
    sum = rounded(sum, COSINE_BITS + LOGARITHM_BITS);
    coefficients[c] = (int8_t)(sum > GREATEST ? GREATEST : sum < LEAST ? LEAST : sum);
  }
}

void kws_fingerprint(union kws_memory *memory, const int16_t *samples, int8_t *fingerprint)
{
  for (int frame = 0; frame < KWS_FRAMES; frame++)
    kws_frame(memory, samples + (int32_t)frame * KWS_HOP, fingerprint + frame * KWS_FRAME);
}
