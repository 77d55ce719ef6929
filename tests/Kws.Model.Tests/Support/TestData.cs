namespace Kws.Model.Tests.Support;

internal static class TestData
{
    /// <summary>The smallest topology in which no two tensors look alike: 8, 2, 2, 2 and 2 values.</summary>
    public static Network SmallNetwork { get; } = DsCnn.Parse("2 2 2 2 1 1 1 1 1 1 1", labelCount: 2, frames: 2, coefficients: 2);

    public const string SmallWeights = """
        #define DS-CNN_conv_1_weights_0 {1, 2, 3, 4, 5, 6, 7, 8}
        #define DS-CNN_conv_ds_1_dw_conv_depthwise_weights_0 {-1, -2}
        #define DS-CNN_conv_ds_1_pw_conv_weights_0 {31, -32}
        #define DS-CNN_fc1_weights_0 {9, 10}
        #define DS-CNN_fc1_biases_0 {1000, -1000}

        """;

    public static string Path(string file) => System.IO.Path.Combine(AppContext.BaseDirectory, "data", file);

    /// <summary>The problem with a text, as the user reads it.</summary>
    public static string Problem(Action read) => Assert.Throws<KwsFormatException>(read).Message;
}
