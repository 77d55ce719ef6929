/*
 * A program for a computer: reads fingerprints, a byte a value, from standard input and prints their logits and labels.
 *
 *   cc -std=c99 -O2 *.c -o kws && ./kws < fingerprints.raw
 *
 * With an argument it reads sound instead, clips of KWS_CLIP samples of 16 bits in the byte order of the computer, and prints the
 * fingerprints too. Leave this file out of a firmware.
 */

#include <stdio.h>

#include "kws.h"

static union kws_memory memory;
static int8_t fingerprint[KWS_FINGERPRINT];
static int32_t logits[KWS_LABELS];

static void print_label(void)
{
  const int label = kws_classify(&memory, fingerprint, logits);
  for (int i = 0; i < KWS_LABELS; i++)
    printf("%ld ", (long)logits[i]);
  printf("%s\n", kws_labels[label]);
}

#if KWS_HAS_FRONT_END
static int16_t samples[KWS_CLIP];

static int next_clip(void)
{
  const size_t count = fread(samples, sizeof samples[0], KWS_CLIP, stdin);
  for (size_t i = count; i < KWS_CLIP; i++)
    samples[i] = 0;
  if (count == 0)
    return 0;
  kws_fingerprint(&memory, samples, fingerprint);
  for (int i = 0; i < KWS_FINGERPRINT; i++)
    printf("%d%c", fingerprint[i], (i + 1) % KWS_COEFFICIENTS == 0 ? '\n' : ' ');
  return 1;
}
#endif

int main(int argc, char **argv)
{
  (void)argv;
#if KWS_HAS_FRONT_END
  while (argc > 1 && next_clip())
    print_label();
#else
  if (argc > 1) {
    fputs("this model has no integer front end: it reads fingerprints alone\n", stderr);
    return 2;
  }
#endif
  while (fread(fingerprint, 1, sizeof fingerprint, stdin) == sizeof fingerprint)
    print_label();
  return 0;
}
