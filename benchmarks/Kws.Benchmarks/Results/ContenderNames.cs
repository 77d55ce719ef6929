using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Results;

/// <summary>Contenders as people call them.</summary>
internal static class ContenderNames
{
    /// <summary>For tables.</summary>
    public static string Markdown(string contender) => IsKernel(contender) ? $"`{contender}`" : Plain(contender);

    /// <summary>For pictures.</summary>
    public static string Plain(string contender) => contender switch
    {
        ContenderList.OnnxRuntime => "ONNX Runtime, float32",
        ContenderList.C => "C, gcc -O3",
        ContenderList.Reference => "reference",
        _ => contender,
    };

    /// <summary>True for a kernel of this library.</summary>
    public static bool IsKernel(string contender) =>
        contender is not (ContenderList.OnnxRuntime or ContenderList.C or ContenderList.Reference);
}
