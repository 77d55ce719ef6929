namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>The gates of an LSTM: i, o, f, c as rows of the operator; i, j, f, o as columns of the layers.</summary>
internal static class LstmGates
{
    public const int Count = 4;

    /// <summary>The column of a layer for a row of the operator.</summary>
    public static int Column(int row, int units) => (row / units) switch
    {
        1 => row + (2 * units),
        3 => row - (2 * units),
        _ => row,
    };
}
