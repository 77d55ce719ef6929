using System.Runtime.InteropServices;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>A C program that gcc compiled for this processor, loaded.</summary>
internal sealed class CompiledC : IDisposable
{
    private readonly nint _library;

    public CompiledC(string source)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kws");
        try
        {
            string file = Path.Combine(folder.FullName, "libkws.so");
            Gcc.Compile(source, file);
            _library = NativeLibrary.Load(file);
        }
        finally
        {
            // A loaded library stays in memory without its file.
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The address of <c>kws_infer</c>.</summary>
    public nint Infer => NativeLibrary.GetExport(_library, "kws_infer");

    public void Dispose() => NativeLibrary.Free(_library);
}
