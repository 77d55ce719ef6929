using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary><c>kws.h</c>: the functions for the application, and the memory that they need.</summary>
internal static class CInterface
{
    public static void Write(
        TextWriter writer, KwsModel model, FrontEnd? frontEnd, ImmutableArray<CStep> steps, CMemory memory, CStream stream)
    {
        string labels = string.Join(", ", model.Labels.Select(CNames.Text));
        writer.WriteLine($$"""
            #ifndef KWS_H
            #define KWS_H

            #define KWS_HAS_FRONT_END {{(frontEnd is null ? 0 : 1)}}

            /*
             * Keyword spotting in integers: {{labels}}.
             * C99 without a library and without allocation. Tables are constants, for flash.
             */

            #include <stdint.h>

            enum {
              KWS_LABELS = {{model.Network.LabelCount}},
              KWS_FINGERPRINT = {{model.Network.Input.Count}}, /* values, {{model.Network.Input}}: time, frequency, channel */
              KWS_FRAME = {{model.Network.Input.Frequency * model.Network.Input.Channels}}, /* values of a frame */
            """);
        if (frontEnd is not null)
        {
            writer.WriteLine($$"""
                  KWS_SAMPLE_RATE = {{frontEnd.SampleRate}},
                  KWS_WINDOW = {{frontEnd.WindowLength}}, /* samples of a frame */
                  KWS_HOP = {{frontEnd.HopLength}}, /* samples from one frame to the next */
                  KWS_FRAMES = {{frontEnd.FrameCount}},
                  KWS_CLIP = {{frontEnd.ClipLength}}, /* samples of a fingerprint */
                """);
        }

        writer.WriteLine($$"""
            };

            /* Working memory, {{Bytes(frontEnd, memory)}} bytes. Nothing in it is needed from one call to the next. */
            union kws_memory {
            """);
        if (frontEnd is not null)
        {
            writer.WriteLine($$"""
                  struct {
                    int16_t re[{{HalfLength(frontEnd)}}], im[{{HalfLength(frontEnd)}}];
                    int16_t logarithms[{{frontEnd.BandCount}}];
                  } sound;
                """);
        }

        foreach (CStep step in steps)
        {
            WriteStep(writer, step, memory);
        }

        writer.WriteLine("  int32_t alignment;");
        writer.WriteLine($$"""
            };

            /* The names of the labels. */
            extern const char *const kws_labels[KWS_LABELS];

            /*
             * The logits of a fingerprint, values of {{model.Network.InputBits}} bits; returns the label, the index of the largest one.
             * Fingerprint and logits lie outside the memory.
             */
            int kws_classify(union kws_memory *memory, const int8_t *fingerprint, int32_t *logits);
            """);
        stream.WriteInterface(writer);
        if (frontEnd is not null)
        {
            writer.WriteLine($$"""

                /* The coefficients of one frame, KWS_WINDOW samples. */
                void kws_frame(union kws_memory *memory, const int16_t *window, int8_t *coefficients);

                /* The fingerprint of KWS_CLIP samples: frame by frame, every KWS_HOP samples. */
                void kws_fingerprint(union kws_memory *memory, const int16_t *samples, int8_t *fingerprint);

                /*
                 * Live sound: at every KWS_HOP new samples
                 *
                 *   kws_frame(&memory, last_window, frame);
                 *   label = kws_next(&stream, &memory, frame, logits);
                 */
                """);
        }

        writer.WriteLine();
        writer.WriteLine("#endif");
    }

    /// <summary>The bytes of the memory.</summary>
    public static int Bytes(FrontEnd? frontEnd, CMemory memory)
    {
        int sound = frontEnd is null ? 0 : (4 * HalfLength(frontEnd)) + (2 * frontEnd.BandCount);
        return (Math.Max(Math.Max(memory.Bytes, sound), 1) + 3) / 4 * 4;
    }

    private static int HalfLength(FrontEnd frontEnd) => MelTriangles.TransformLength(frontEnd) / 2;

    private static void WriteStep(TextWriter writer, CStep step, CMemory memory)
    {
        ImmutableArray<(string Type, string Name, int Length)> arrays = memory.ArraysOf(step);
        if (arrays.IsEmpty)
        {
            return;
        }

        int offset = memory.OffsetOf(step);
        writer.WriteLine("  struct {");
        if (offset > 0)
        {
            writer.WriteLine($"    char before[{offset}];");
        }

        foreach ((string type, string name, int length) in arrays)
        {
            writer.WriteLine($"    {type} {name}[{length}];");
        }

        writer.WriteLine($"  }} {step.Name};");
    }
}
