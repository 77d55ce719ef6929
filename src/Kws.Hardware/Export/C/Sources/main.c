/*
 * A program for a computer: reads fingerprints, a byte a value, from standard input and prints their logits and labels.
 *
 *   cc -std=c99 -O2 *.c -o kws && ./kws < fingerprints.raw
 *
 * ./kws frames reads one frame after the other, and prints the logits at each one once there are enough. ./kws sound reads clips of
 * KWS_CLIP samples of 16 bits, in the byte order of the computer, and prints the fingerprints too. Leave this file out of a firmware.
 */

#include <stdio.h>
#include <string.h>

#include "kws.h"

static union kws_memory memory;
static int8_t fingerprint[KWS_FINGERPRINT];
static int32_t logits[KWS_LABELS];

static void print_label(int label)
{
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
    printf("%d%c", fingerprint[i], (i + 1) % KWS_FRAME == 0 ? '\n' : ' ');
  return 1;
}
#endif

static struct kws_stream stream;
static int8_t frame[KWS_FRAME];

int main(int argc, char **argv)
{
  const char *input = argc > 1 ? argv[1] : "fingerprints";
  if (strcmp(input, "fingerprints") == 0) {
    while (fread(fingerprint, 1, sizeof fingerprint, stdin) == sizeof fingerprint)
      print_label(kws_classify(&memory, fingerprint, logits));
  } else if (strcmp(input, "frames") == 0) {
    while (fread(frame, 1, sizeof frame, stdin) == sizeof frame) {
      const int label = kws_next(&stream, &memory, frame, logits);
      if (label >= 0)
        print_label(label);
    }
#if KWS_HAS_FRONT_END
  } else if (strcmp(input, "sound") == 0) {
    while (next_clip())
      print_label(kws_classify(&memory, fingerprint, logits));
#endif
  } else {
    fprintf(stderr, "%s: expected fingerprints, frames%s\n", input, KWS_HAS_FRONT_END ? " or sound" : "");
    return 2;
  }
  return 0;
}
