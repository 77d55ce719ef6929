using System.ComponentModel;
using System.Diagnostics;

namespace Kws.Cli;

/// <summary>The programs that this one has started. A process that ends at once ends them first.</summary>
internal static class ChildProcesses
{
    private static readonly HashSet<Process> Running = [];

    public static Process Start(ProcessStartInfo info)
    {
        lock (Running)
        {
            Process process = Process.Start(info)!;
            Running.Add(process);
            return process;
        }
    }

    /// <summary>Ends a program and all that it has started.</summary>
    public static void Kill(Process process)
    {
        lock (Running)
        {
            KillIfPossible(process);
            Running.Remove(process);
        }
    }

    /// <summary>Ends them all. No thread starts one any more: it would wait for the end of the process.</summary>
    public static void KillAll()
    {
        Monitor.Enter(Running);
        foreach (Process process in Running)
        {
            KillIfPossible(process);
        }
    }

    /// <summary>A program may have started one that another user owns.</summary>
    private static void KillIfPossible(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is AggregateException or Win32Exception)
        {
            // It ends by itself when nobody reads what it prints.
        }
    }
}
