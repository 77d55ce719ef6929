namespace Kws.Benchmarks.Published;

/// <summary>The time of one clip on one thread at batch 1: medians of the rounds.</summary>
/// <param name="Kernel">The fastest kernel.</param>
/// <param name="Nanoseconds">Its time.</param>
/// <param name="OnnxRuntime">The time of ONNX Runtime in its fastest form.</param>
/// <param name="Form">That form.</param>
/// <param name="Ratio">The time of ONNX Runtime divided by that of the kernel.</param>
internal sealed record PublishedTime(string Kernel, double Nanoseconds, double OnnxRuntime, string Form, double Ratio);
