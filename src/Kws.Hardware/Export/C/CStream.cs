using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary>
/// The network frame by frame: the rows of a first convolution that a new frame does not change are kept, a set of them for each frame of
/// its stride.
/// </summary>
internal sealed class CStream
{
    private readonly Network _network;
    private readonly CStep _first;
    private readonly ConvolutionLayer? _layer;

    public CStream(Network network, ImmutableArray<CStep> steps)
    {
        (_network, _first) = (network, steps[0]);
        _layer = steps is [{ Pool: null }, _, ..] && steps[0].Layer is ConvolutionLayer layer && HopRows.Of(layer).Count > 0 ? layer : null;
    }

    /// <summary>True if rows of the first step are kept: its function then takes the rows to compute.</summary>
    public bool KeepsRows => _layer is not null;

    /// <summary>The bytes of what is kept from frame to frame.</summary>
    public int Bytes
    {
        get
        {
            int rows = _layer is null ? 0 : _layer.Window.StrideTime * _layer.Output.Count * CType.Bytes(_first.Output);
            return ((2 * sizeof(int)) + rows + _network.Input.Count + 3) / 4 * 4;
        }
    }

    /// <summary>The declarations of <c>kws.h</c>.</summary>
    public void WriteInterface(TextWriter writer)
    {
        string rows = _layer is null ? "" : $"\n  {_first.Output} rows[{_layer.Window.StrideTime}][{_layer.Output.Count}];";
        writer.WriteLine($$"""

            /* What is kept from frame to frame, {{Bytes}} bytes; all zeros at the start. */
            struct kws_stream {
              int frames, phase;{{rows}}
              int8_t fingerprint[KWS_FINGERPRINT];
            };

            /*
             * The same at one new frame of {{FrameLength}} values: what was computed of the frames before it is kept. Returns -1 until
             * there are {{_network.Input.Time}} frames.
             */
            int kws_next(struct kws_stream *stream, union kws_memory *memory, const int8_t *frame, int32_t *logits);
            """);
    }

    /// <summary>The function of <c>kws_network.c</c>.</summary>
    public void WriteFunction(TextWriter writer)
    {
        int kept = _network.Input.Count - FrameLength;
        writer.WriteLine($$"""

            int kws_next(struct kws_stream *stream, union kws_memory *memory, const int8_t *frame, int32_t *logits)
            {
              int8_t *fingerprint = stream->fingerprint;
              for (int i = 0; i < {{kept}}; i++)
                fingerprint[i] = fingerprint[i + {{FrameLength}}];
              for (int i = 0; i < {{FrameLength}}; i++)
                fingerprint[{{kept}} + i] = frame[i];
            """);
        if (_layer is { } layer)
        {
            HopRows moved = HopRows.Of(layer);
            int row = layer.Output.Count / layer.Output.Time;
            writer.WriteLine($$"""

                  /* A row inside the fingerprint is what the next one was {{layer.Window.StrideTime}} frames ago. */
                  {{_first.Output}} *rows = stream->rows[stream->phase];
                  stream->phase = (stream->phase + 1) % {{layer.Window.StrideTime}};
                  for (int i = {{moved.First * row}}; i < {{moved.End * row}}; i++)
                    rows[i] = rows[i + {{row}}];
                """);
            if (moved.First > 0)
            {
                writer.WriteLine($"  {_first.Name}(fingerprint, rows, 0, {moved.First});");
            }

            writer.WriteLine($"  {_first.Name}(fingerprint, rows, {moved.End}, {layer.Output.Time});");
        }

        writer.WriteLine($$"""
              if (stream->frames < {{_network.Input.Time}} && ++stream->frames < {{_network.Input.Time}})
                return -1;
              return {{(_layer is null ? "kws_classify(memory, fingerprint, logits)" : "finish(memory, rows, logits)")}};
            }
            """);
    }

    private int FrameLength => _network.Input.Frequency * _network.Input.Channels;
}
