using System.Runtime.CompilerServices;
using Kws.Fast.Kernels;

namespace Kws.Fast.Tests.Support;

internal static class CleanEnvironment
{
    /// <summary>Tests mean the kernel that the library chooses, not one that the caller's shell asks for.</summary>
    [ModuleInitializer]
    internal static void Clear() => Environment.SetEnvironmentVariable(KernelRegistry.EnvironmentVariable, null);
}
