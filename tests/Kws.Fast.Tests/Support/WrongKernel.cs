using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>A kernel with one planted fault, on top of a right one: what the properties must reject.</summary>
internal sealed class WrongKernel(KwsModel model, string fault) : Kernel
{
    private readonly ScalarKernel _right = new(model);

    /// <summary>The faults, each with the stage that holds it.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { "truncates", "Convolution" },
        { "last column", "Convolution" },
        { "no padding", "DepthwisePool" },
        { "pools 13 rows", "DepthwisePool" },
        { "16 bits", "Pointwise" },
        { "bias of label 0 only", "FullyConnected" },
        { "last fingerprint", "Network" },
    };

    public static KernelEntry Entry(string fault) =>
        new(KernelRegistry.Find("Scalar").Info with { Name = "Wrong" }, _ => true, model => new WrongKernel(model, fault));

    public override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        int count = _right.Infer(fingerprints, logits);
        if (fault == "last fingerprint")
        {
            logits[^1]++;
        }

        return count;
    }

    public override void Convolution(ReadOnlySpan<sbyte> fingerprint, Span<int> output)
    {
        _right.Convolution(fingerprint, output);
        if (fault == "truncates")
        {
            // What (x / 8) gives in C for a negative x that is no multiple of 8.
            int[] exact = Exact(fingerprint);
            for (int i = 0; i < output.Length; i++)
            {
                output[i] = exact[i] / 8;
            }
        }
        else if (fault == "last column")
        {
            output[^1] = output[^49];
        }
    }

    public override void DepthwisePool(ReadOnlySpan<int> input, Span<int> output)
    {
        _right.DepthwisePool(input, output);
        if (fault == "no padding")
        {
            // Padding with the border's value instead of zero: channel 0 gets one more.
            output[0] += input[0] > 0 ? 1 : 0;
        }
        else if (fault == "pools 13 rows")
        {
            int[] shortened = input.ToArray();
            shortened.AsSpan(13 * 4 * 48).Fill(-1984);
            _right.DepthwisePool(shortened, output);
        }
    }

    public override void Pointwise(ReadOnlySpan<int> input, Span<int> output)
    {
        int[] narrowed = input.ToArray();
        if (fault == "16 bits")
        {
            for (int i = 0; i < narrowed.Length; i++)
            {
                narrowed[i] = (short)narrowed[i];
            }
        }

        _right.Pointwise(narrowed, output);
    }

    public override void FullyConnected(ReadOnlySpan<int> input, Span<int> logits)
    {
        _right.FullyConnected(input, logits);
        if (fault == "bias of label 0 only")
        {
            for (int l = 1; l < logits.Length; l++)
            {
                logits[l] -= model[model.Network.Tensors[^1]][l];
            }
        }
    }

    private int[] Exact(ReadOnlySpan<sbyte> fingerprint) =>
        new Reference.ReferenceClassifier(model).Run(
            model.Network.Layers[0], Array.ConvertAll(fingerprint.ToArray(), value => (int)value));
}
