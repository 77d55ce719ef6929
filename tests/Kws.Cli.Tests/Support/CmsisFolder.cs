using System.Globalization;
using System.Text;
using Kws.Testing;

namespace Kws.Cli.Tests.Support;

/// <summary>A small 8-bit network in the form that <c>kws import cmsis</c> reads: each kind of layer once.</summary>
internal static class CmsisFolder
{
    public const string Network = """
        {
         "input": { "shape": [4, 3, 1], "frames": 4, "coefficients": 3 },
         "labels": ["no", "yes"],
         "element_type": "int8",
         "layers": [
          { "name": "conv", "kind": "convolution", "input_shape": [4, 3, 1], "output_shape": [2, 2, 2], "kernel": [3, 2], "stride": [2, 2],
            "padding_top_left": [0, 0], "bias_shift": 2, "out_shift": 6, "relu": true, "weights": "weights/conv-weights.npy",
            "weight_axes": ["output channel", "kernel row (time)", "kernel column (coefficient)", "input channel"], "bias": "weights/conv-bias.npy" },
          { "name": "dw", "kind": "depthwise_convolution", "input_shape": [2, 2, 2], "output_shape": [2, 2, 2], "kernel": [3, 3], "stride": [1, 1],
            "padding_top_left": [1, 1], "bias_shift": 3, "out_shift": 5, "relu": false, "weights": "weights/dw-weights.npy",
            "weight_axes": ["kernel row (time)", "kernel column (coefficient)", "channel"], "bias": "weights/dw-bias.npy" },
          { "name": "pw", "kind": "pointwise_convolution", "input_shape": [2, 2, 2], "output_shape": [2, 2, 3], "bias_shift": 0, "out_shift": 7,
            "relu": true, "weights": "weights/pw-weights.npy", "weight_axes": ["output channel", "input channel"], "bias": "weights/pw-bias.npy" },
          { "name": "pool", "kind": "average_pool", "input_shape": [2, 2, 3], "output_shape": [1, 1, 3], "kernel": [2, 2], "stride": [1, 1],
            "padding_top_left": [0, 0], "out_left_shift": 2, "relu": true },
          { "name": "fc", "kind": "fully_connected", "input_shape": [3], "output_shape": [2], "bias_shift": 24, "out_shift": 9, "relu": false,
            "weights": "weights/fc-weights.npy", "weight_axes": ["output", "input"], "bias": "weights/fc-bias.npy" }
         ]
        }
        """;

    /// <summary>Writes the folder. Values are 1, 2, 3 and so on, biases -1, -2, -3.</summary>
    public static string Write(TemporaryDirectory directory, string network = Network)
    {
        string folder = directory.PathOf("cmsis");
        Directory.CreateDirectory(Path.Combine(folder, "weights"));
        File.WriteAllText(Path.Combine(folder, "network.json"), network);
        WriteArray(folder, "conv-weights", 1, 2, 3, 2, 1);
        WriteArray(folder, "conv-bias", -1, 2);
        WriteArray(folder, "dw-weights", 1, 3, 3, 2);
        WriteArray(folder, "dw-bias", -1, 2);
        WriteArray(folder, "pw-weights", 1, 3, 2);
        WriteArray(folder, "pw-bias", -1, 3);
        WriteArray(folder, "fc-weights", 1, 2, 3);
        WriteArray(folder, "fc-bias", -1, 2);
        return folder;
    }

    /// <summary>Writes an array of <paramref name="step"/>, 2 x step, 3 x step and so on.</summary>
    public static void WriteArray(string folder, string name, int step, params int[] shape) => File.WriteAllBytes(
        Path.Combine(folder, "weights", name + ".npy"), Array(step, "|i1", isFortran: false, shape));

    public static byte[] Array(int step, string type, bool isFortran, params int[] shape)
    {
        string dimensions = string.Concat(shape.Select(length => string.Create(CultureInfo.InvariantCulture, $"{length}, ")));
        string head = $"{{'descr': '{type}', 'fortran_order': {isFortran}, 'shape': ({dimensions}), }}\n";
        IEnumerable<byte> values =
            Enumerable.Range(1, shape.Aggregate((all, length) => all * length)).Select(i => unchecked((byte)(step * i)));
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, 0, .. Encoding.ASCII.GetBytes(head), .. values];
    }
}
