/*
 * The arithmetic of single numbers in recurrent layers. Gates and states have 16 bits, most of them 15 after the binary point; a gate's sum
 * has 18.
 */

static int32_t clamped(gate_sum value, int32_t most)
{
  return value > most ? most : value < -most ? -most : (int32_t)value;
}

/* The product of two numbers of which one has 15 bits after the point. */
static int32_t product(int32_t a, int32_t b)
{
  return (a * b + (1 << 14)) >> 15;
}

/* tanh(z / 2) by 16 parabolas; z has 12 bits after the point. */
static int32_t half_tangent(int32_t z)
{
  const int32_t m = z < 0 ? -z : z;
  const int s = (int)(m >> 11);
  const int32_t r = (m & 2047) << 4;
  const int32_t y = tanh_constants[s] + product(tanh_slopes[s] + product(tanh_curvatures[s], r), r);
  return z < 0 ? -y : y;
}

/* tanh(a / 2) of a gate's sum. */
static int32_t tangent_of_half(gate_sum a)
{
  return half_tangent(clamped((a + 32) >> 6, 32767));
}

/* (1 + tanh(a / 2)) / 2. */
static int32_t sigmoid(gate_sum a)
{
  return (32768 + tangent_of_half(a)) >> 1;
}

/* tanh(a). */
static int32_t tangent(gate_sum a)
{
  return half_tangent(clamped((a + 16) >> 5, 32767));
}

/* A state of 16 bits, saturated. */
static int16_t state_of(int32_t value)
{
  return (int16_t)(value > 32767 ? 32767 : value < -32768 ? -32768 : value);
}

/* Saturated to 8 bits. */
static int8_t byte_of(int32_t value)
{
  return (int8_t)(value > 127 ? 127 : value < -128 ? -128 : value);
}

/* An output of 8 bits of a number with 15 bits after the point. */
static int8_t output_of(int32_t value)
{
  return byte_of((value + 128) >> 8);
}
