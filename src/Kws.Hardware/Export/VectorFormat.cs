using System.Collections.Immutable;

namespace Kws.Hardware.Export;

/// <summary>The form of golden vectors.</summary>
public enum VectorFormat
{
    /// <summary>A file for each tensor: the values in hexadecimal two's complement, one per line.</summary>
    Hex,

    /// <summary>The same headed by a comment, as Verilog's <c>$readmemh</c> reads it.</summary>
    Mem,

    /// <summary>A C header for the weights, and one for each case.</summary>
    C,

    /// <summary>A file for each tensor: a JSON object with shape and decimal values.</summary>
    Json,
}

/// <summary>The names of the formats, on the command line and in manifests.</summary>
public static class VectorFormats
{
    /// <summary>In the order of <see cref="VectorFormat"/>.</summary>
    public static ImmutableArray<string> Names { get; } = ["hex", "mem", "c", "json"];
}
