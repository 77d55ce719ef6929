/*
 * A firmware for Cortex-M without an operating system or a library, around the sources that kws export c writes: it reads a file by
 * semihosting, which a debugger or QEMU answers, and prints the fingerprint, the logits, the label and the instructions of each
 * inference. In a folder with those sources (without their main.c):
 *
 *   arm-none-eabi-gcc -mcpu=cortex-m3 -mthumb -std=c99 -O2 -ffreestanding -nostdlib -T cortex-m.ld *.c -lgcc -o kws.elf
 *   qemu-system-arm -M mps2-an385 -nographic -semihosting-config enable=on,target=native,arg=clip.raw -icount shift=0 -kernel kws.elf
 *
 * A file that ends with .raw has clips of KWS_CLIP samples of 16 bits, the low byte first, if the sources have a front end; every other
 * file has fingerprints, a byte a value. Instructions are those of -icount shift=0: each takes a nanosecond of a timer at 25 MHz.
 */

#include "kws.h"

enum { OPEN = 0x01, WRITE_STRING = 0x04, READ = 0x06, COMMAND_LINE = 0x15, EXIT = 0x18 };
enum { APPLICATION_EXIT = 0x20026, RUN_TIME_ERROR = 0x20023 };

static union kws_memory memory;
static int8_t fingerprint[KWS_FINGERPRINT];
static int32_t logits[KWS_LABELS];
#if KWS_HAS_FRONT_END
static int16_t samples[KWS_CLIP];
#endif

extern char stack_top[];
void reset(void);

/* The first two words of the table of vectors: all that a program without interrupts needs. */
struct vectors { void *stack; void (*reset)(void); };
__attribute__((section(".vectors"), used)) static const struct vectors vectors = { stack_top, reset };

static int host(int operation, const void *argument)
{
  register int r0 __asm__("r0") = operation;
  register const void *r1 __asm__("r1") = argument;
  __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

static void print(const char *text)
{
  host(WRITE_STRING, text);
}

static void print_number(int32_t value, const char *after)
{
  char text[12];
  int at = sizeof text - 1;
  uint32_t rest = value < 0 ? -(uint32_t)value : (uint32_t)value;
  text[at] = 0;
  do
    text[--at] = (char)('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (value < 0)
    text[--at] = '-';
  print(text + at);
  print(after);
}

/* SysTick counts down from 2^24 - 1 at 25 MHz, 40 instructions of a nanosecond a tick; it must not run out. */
#define SYST_CSR (*(volatile uint32_t *)0xE000E010)
#define SYST_RVR (*(volatile uint32_t *)0xE000E014)
#define SYST_CVR (*(volatile uint32_t *)0xE000E018)

static void start_count(void)
{
  SYST_RVR = 0xFFFFFF;
  SYST_CVR = 0;
  SYST_CSR = 5;
}

static int32_t instructions(void)
{
  return (int32_t)((0xFFFFFF - SYST_CVR) * 40);
}

/* The length of the name in the argument of -semihosting-config. */
static int name_of_file(char *name, int length)
{
  struct { char *text; int length; } line = { name, length };
  return host(COMMAND_LINE, &line) == 0 ? line.length : -1;
}

/* Reads bytes, and fills up with zeros; returns false at the end. */
static int read_bytes(int file, void *to, int count)
{
  struct { int file; void *to; int count; } request = { file, to, count };
  const int missing = host(READ, &request);
  for (int i = count - missing; i < count; i++)
    ((volatile char *)to)[i] = 0;
  return missing < count;
}

static void print_inference(void)
{
  start_count();
  const int label = kws_classify(&memory, fingerprint, logits);
  const int32_t count = instructions();
  for (int i = 0; i < KWS_LABELS; i++)
    print_number(logits[i], " ");
  print(kws_labels[label]);
  print("\n");
  print_number(count, " instructions of the network\n");
}

#if KWS_HAS_FRONT_END
/* The same frame by frame: the logits are those of the whole fingerprint, and the last frame's instructions are those of a hop. */
static void hear_frames(void)
{
  static struct kws_stream stream;
  int32_t count = 0, streamed[KWS_LABELS];
  for (int i = 0; i < KWS_FRAMES; i++) {
    start_count();
    kws_next(&stream, &memory, fingerprint + i * KWS_FRAME, streamed);
    count = instructions();
  }
  for (int i = 0; i < KWS_LABELS; i++)
    if (streamed[i] != logits[i])
      print("other logits frame by frame\n");
  print_number(count, " instructions of the network at a new frame\n");
}

static void hear(int file)
{
  while (read_bytes(file, samples, sizeof samples)) {
    start_count();
    kws_fingerprint(&memory, samples, fingerprint);
    const int32_t count = instructions();
    for (int i = 0; i < KWS_FINGERPRINT; i++)
      print_number(fingerprint[i], (i + 1) % KWS_FRAME == 0 ? "\n" : " ");
    print_number(count, " instructions of the front end\n");
    print_inference();
    hear_frames();
  }
}
#endif

static void run(void)
{
  char name[128];
  const int length = name_of_file(name, sizeof name);
  struct { const char *name; int mode; int length; } request = { name, 1 /* rb */, length };
  const int file = length < 0 ? -1 : host(OPEN, &request);
  if (file < 0) {
    print("no file to read: -semihosting-config enable=on,target=native,arg=FILE\n");
    host(EXIT, (void *)RUN_TIME_ERROR);
  }
#if KWS_HAS_FRONT_END
  if (length > 4 && name[length - 4] == '.' && name[length - 3] == 'r' && name[length - 2] == 'a' && name[length - 1] == 'w')
    hear(file);
#endif
  while (read_bytes(file, fingerprint, sizeof fingerprint))
    print_inference();
  host(EXIT, (void *)APPLICATION_EXIT);
}

void reset(void)
{
  run();
  for (;;)
    ;
}
