using Kws.Model;
using static Kws.Hardware.Tests.Replay.PlainLayers;

namespace Kws.Hardware.Tests.Replay;

/// <summary>A fault in a layer, as a formula of its own.</summary>
/// <param name="Name">The diagnosis.</param>
/// <param name="Layer">A layer whose values show the fault.</param>
/// <param name="Compute">The values with the fault.</param>
internal sealed record PlantedFault(string Name, FaultyLayer Layer, Func<FaultyLayer, int[]> Compute)
{
    public const string InputOffByOne = "an input off by one frame: values of the next one, with zeros at the edge";
    public const string WindowOffByOne =
        "a shifted window: padding of -1 in time and 0 in frequency before the input instead of 0 in time and 0 in frequency";

    /// <summary>All faults, by layer and name.</summary>
    public static IReadOnlyDictionary<string, PlantedFault> All { get; } =
        new[] { Roundings(), Requantizations(), Registers(), Neighbours(), Windows(), Weights(), Inputs(), Pools() }
            .SelectMany(list => list).ToDictionary(fault => $"{fault.Layer.Layer.Name}: {fault.Name}");

    private static PlantedFault[] Roundings()
    {
        FaultyLayer floor = FaultyLayer.OfDefault("conv_1/floor8");
        FaultyLayer halfUp = FaultyLayer.OfSmall("conv/q");
        return
        [
            new("truncation towards zero instead of floor", floor, x => [.. x.Input.Select(v => v / 8)]),
            new("rounding half up instead of floor", floor, x => [.. x.Input.Select(v => (int)Math.Floor((v / 8.0) + 0.5))]),
            new("rounding half away from zero instead of floor", floor,
                x => [.. x.Input.Select(v => (int)Math.Round(v / 8.0, MidpointRounding.AwayFromZero))]),
            new("rounding half to even instead of floor", floor,
                x => [.. x.Input.Select(v => (int)Math.Round(v / 8.0, MidpointRounding.ToEven))]),
            new("rounding up instead of floor", floor, x => [.. x.Input.Select(v => (int)Math.Ceiling(v / 8.0))]),
            new("floor instead of rounding half up", halfUp,
                x => [.. x.Input.Select(v => (int)Math.Clamp(Math.Floor(v / 128.0), 0, 127))]),
        ];
    }

    private static PlantedFault[] Requantizations()
    {
        FaultyLayer plain = FaultyLayer.OfDefault("conv_ds_1/pw_conv/floor256");
        FaultyLayer relu = FaultyLayer.OfSmall("conv/q");
        FaultyLayer saturated = FaultyLayer.OfSmall("dw/q");
        static int HalfUp(int v) => (int)Math.Floor((v / 128.0) + 0.5);
        return
        [
            new("a missing shift: these are the values before the requantisation", plain, x => x.Input),
            new("a shift by 7 instead of 8", plain, x => [.. x.Input.Select(v => (int)Math.Floor(v / 128.0))]),
            new("a shift by 9 instead of 8", plain, x => [.. x.Input.Select(v => (int)Math.Floor(v / 512.0))]),
            new("a lost sign: a logical shift right of 32 bits instead of an arithmetic one", plain,
                x => [.. x.Input.Select(v => (int)((uint)v / 256))]),
            new("a ReLU that the layer does not have", plain, x => [.. x.Output.Select(v => Math.Max(v, 0))]),
            new("a missing ReLU", relu, x => [.. x.Input.Select(v => Math.Clamp(HalfUp(v), -128, 127))]),
            new("a missing saturation", saturated, x => [.. x.Input.Select(v => (int)Math.Floor(v / 64.0))]),
            new("saturation at 7 bits instead of 8", saturated,
                x => [.. x.Input.Select(v => Math.Clamp((int)Math.Floor(v / 64.0), -64, 63))]),
            new("wrapping at 8 bits (the upper bits lost)", saturated,
                x => [.. x.Input.Select(v => (int)(sbyte)(byte)(int)Math.Floor(v / 64.0))]),
            new("a requantisation too early: these are the values of conv_1/floor8", FaultyLayer.OfDefault("conv_1"),
                x => [.. x.Output.Select(v => (int)Math.Floor(v / 8.0))]),
        ];
    }

    private static PlantedFault[] Registers()
    {
        FaultyLayer conv = FaultyLayer.OfDefault("conv_1");
        FaultyLayer fingerprint = FaultyLayer.OfSmall("conv");
        return
        [
            new("saturation at 8 bits", conv, x => [.. x.Output.Select(v => Math.Clamp(v, -128, 127))]),
            new("saturation at 9 bits without a sign", conv, x => [.. x.Output.Select(v => Math.Clamp(v, 0, 511))]),
            new("wrapping at 8 bits (the upper bits lost)", conv, x => [.. x.Output.Select(v => (int)unchecked((sbyte)v))]),
            new("a lost sign extension: values as unsigned numbers of 16 bits", conv,
                x => [.. x.Output.Select(v => (int)unchecked((ushort)v))]),
            new("an input without sign extension: as unsigned numbers of 6 bits", conv,
                x => Convolve(x.Layer, (t, f, c) => x.X(t, f, c) & 63, x.W, x.B)),
            new("an input that saturates at 7 bits", fingerprint,
                x => Convolve(x.Layer, (t, f, c) => Math.Clamp(x.X(t, f, c), -64, 63), x.W, x.B)),
            new("an input that wraps at 7 bits", fingerprint,
                x => Convolve(x.Layer, (t, f, c) => ((x.X(t, f, c) + 64) & 127) - 64, x.W, x.B)),
            new("weights without sign extension: as unsigned numbers of 6 bits", conv,
                x => Convolve(x.Layer, x.X, (c, i, j, k) => x.W(c, i, j, k) & 63, x.B)),
            new("weights that wrap at 7 bits", fingerprint,
                x => Convolve(x.Layer, x.X, (c, i, j, k) => ((x.W(c, i, j, k) + 64) & 127) - 64, x.B)),
            new("an accumulator that saturates at 15 bits after every product", fingerprint, x => Fill(x.Layer.Output, (t, f, c) =>
            {
                long sum = x.B(c);
                for (int tap = 0; tap < 4 * 2 * 2; tap++)
                {
                    (int i, int j, int k) = (tap / 4, tap / 2 % 2, tap % 2);
                    sum = Math.Clamp(sum + (x.X(t + i - 1, f + j, k) * x.W(c, i, j, k)), -16384, 16383);
                }

                return sum;
            })),
        ];
    }

    private static PlantedFault[] Neighbours()
    {
        FaultyLayer conv = FaultyLayer.OfDefault("conv_1");
        FaultyLayer small = FaultyLayer.OfSmall("dw");
        return
        [
            new("off by one frame: values of the one before, wrapping around", conv,
                x => Fill(x.Layer.Output, (t, f, c) => x.Y((t + 13) % 14, f, c))),
            new("off by one frame: values of the next one, with zeros at the edge", conv,
                x => Fill(x.Layer.Output, (t, f, c) => x.Y(t + 1, f, c))),
            new("off by one frame: values of the one before, with the value at the edge repeated", conv,
                x => Fill(x.Layer.Output, (t, f, c) => x.Y(Math.Max(t - 1, 0), f, c))),
            new("off by one frequency: values of the next one, with zeros at the edge", conv,
                x => Fill(x.Layer.Output, (t, f, c) => x.Y(t, f + 1, c))),
            new("off by one channel: values of the one before, wrapping around", conv,
                x => Fill(x.Layer.Output, (t, f, c) => x.Y(t, f, (c + 47) % 48))),
            new(InputOffByOne, conv,
                x => Convolve(x.Layer, (t, f, c) => x.X(t + 1, f, c), x.W, x.B)),
            new("an input off by one channel: values of the one before, with zeros at the edge", small,
                x => Convolve(x.Layer, (t, f, c) => x.X(t, f, c - 1), x.W, x.B)),
        ];
    }

    private static PlantedFault[] Windows()
    {
        FaultyLayer same = FaultyLayer.OfSmall("conv");
        FaultyLayer depthwise = FaultyLayer.OfSmall("dw");
        return
        [
            new("SAME padding on the other side: padding of 2 in time and 1 in frequency before the input instead of 1 in time and 0 "
                + "in frequency", same, x => Convolve(x.Layer, x.X, x.W, x.B, (2, 1))),
            new("no padding before the input, as of VALID: padding of 0 in time and 0 in frequency before the input instead of 1 in time "
                + "and 1 in frequency", depthwise, x => Convolve(x.Layer, x.X, x.W, x.B, (0, 0))),
            new("a shifted window: padding of 1 in time and 2 in frequency before the input instead of 1 in time and 1 in frequency",
                depthwise, x => Convolve(x.Layer, x.X, x.W, x.B, (1, 2))),
            new(WindowOffByOne, FaultyLayer.OfDefault("conv_1"), x => Convolve(x.Layer, x.X, x.W, x.B, (-1, 0))),
        ];
    }

    private static PlantedFault[] Weights()
    {
        FaultyLayer conv = FaultyLayer.OfDefault("conv_1");
        FaultyLayer depthwise = FaultyLayer.OfDefault("conv_ds_1/dw_conv");
        FaultyLayer connected = FaultyLayer.OfDefault("fc1");
        FaultyLayer small = FaultyLayer.OfSmall("conv");
        FaultyLayer pointwise = FaultyLayer.OfSmall("pw");
        int[] w = [.. KwsModel.Default[((AccumulatingLayer)depthwise.Layer).Weights]];
        int[] v = [.. FaultyLayer.Small[((AccumulatingLayer)pointwise.Layer).Weights]];
        return
        [
            new("missing biases", small, x => Convolve(x.Layer, x.X, x.W, _ => 0)),
            new("missing biases", connected, x => Convolve(x.Layer, x.X, x.W, _ => 0)),
            new("a kernel flipped in time and frequency (a true convolution)", conv,
                x => Convolve(x.Layer, x.X, (c, i, j, k) => x.W(c, 3 - i, 3 - j, k), x.B)),
            new("a kernel flipped in time", small, x => Convolve(x.Layer, x.X, (c, i, j, k) => x.W(c, 3 - i, j, k), x.B)),
            new("a kernel flipped in frequency", depthwise, x => Convolve(x.Layer, x.X, (c, i, j, k) => x.W(c, i, 2 - j, k), x.B)),
            new("transposed weights: taken as [channel][frequency][time], but they are [channel][time][frequency]", conv,
                x => Convolve(x.Layer, x.X, (c, i, j, k) => x.W(c, j, i, k), x.B)),
            new("transposed weights: taken as [channel][time][frequency], but they are [time][frequency][channel]", depthwise,
                x => Convolve(x.Layer, x.X, (c, i, j, _) => w[(((c * 3) + i) * 3) + j], x.B)),
            new("transposed weights: taken as [in][out], but they are [out][in]", pointwise,
                x => Convolve(x.Layer, x.X, (o, _, _, k) => v[(k * 6) + o], x.B)),
            new("transposed weights: stored as [in][out], but taken as [out][in]", pointwise, x =>
            {
                int[] stored = [.. Enumerable.Range(0, 30).Select(i => v[(i % 6 * 5) + (i / 6)])];
                return Convolve(x.Layer, x.X, (o, _, _, k) => stored[(o * 5) + k], x.B);
            }),
        ];
    }

    private static PlantedFault[] Inputs()
    {
        FaultyLayer conv = FaultyLayer.OfDefault("conv_1");
        FaultyLayer connected = FaultyLayer.OfSmall("fc");
        return
        [
            new("a transposed input: taken as frequency, time, but it is time, frequency", conv, x =>
            {
                int[] input = x.Input;
                return Convolve(x.Layer, (t, f, _) => input[(f * 30) + t], x.W, x.B);
            }),
            new("a transposed input: stored as channel, time, frequency, but taken as time, frequency, channel", connected, x =>
            {
                TensorShape shape = x.Layer.Input;
                int[] stored = [.. from c in Enumerable.Range(0, shape.Channels)
                    from t in Enumerable.Range(0, shape.Time)
                    from f in Enumerable.Range(0, shape.Frequency)
                    select (int)x.X(t, f, c)];
                return Convolve(x.Layer, Of(shape, stored), x.W, x.B);
            }),
        ];
    }

    private static PlantedFault[] Pools()
    {
        FaultyLayer max = FaultyLayer.OfSmall("max");
        FaultyLayer average = FaultyLayer.OfSmall("average");
        static (long Sum, int Count) Window(FaultyLayer x, int t, int f, int c)
        {
            long[] inside = [.. from i in Enumerable.Range(0, 2)
                from j in Enumerable.Range(0, 2)
                where (2 * t) + i < x.Layer.Input.Time && (2 * f) + j < x.Layer.Input.Frequency
                select x.X((2 * t) + i, (2 * f) + j, c)];
            return (inside.Sum(), inside.Length);
        }

        return
        [
            new("positions outside the input counted as zeros", max, x => Fill(x.Layer.Output, (t, f, c) =>
                new[] { x.X(t, f, c), x.X(t + 1, f, c), x.X(t, f + 1, c), x.X(t + 1, f + 1, c) }.Max())),
            new("positions outside the input counted as zeros", average, x => Fill(x.Layer.Output, (t, f, c) =>
                (long)Math.Floor(Window(x, t, f, c).Sum / 4.0))),
            new("truncation towards zero instead of floor", average, x => Fill(x.Layer.Output, (t, f, c) =>
                Window(x, t, f, c).Sum / Window(x, t, f, c).Count)),
            new("rounding half up", average, x => Fill(x.Layer.Output, (t, f, c) =>
                (long)Math.Floor(((double)Window(x, t, f, c).Sum / Window(x, t, f, c).Count) + 0.5))),
        ];
    }
}
