using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>
/// Keeps two processes, of one machine or of two that share a file system, from doing the same job: <c>NAME.lock</c> beside the first
/// output. A process that is killed leaves the file, but not its lock.
/// </summary>
internal sealed class JobLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private JobLock(FileStream file) => _file = file;

    /// <summary>True for the failure to open a file that somebody else has opened for themselves.</summary>
    public static bool IsHeld(IOException exception) => exception.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;

    /// <summary>Takes the lock of a job.</summary>
    /// <param name="output">The first output, as the user named it.</param>
    /// <param name="waiting">
    /// Called once if another process has the lock, before waiting until that one has ended; null to be refused instead.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    public static JobLock Take(string output, Action<string>? waiting, CancellationToken cancellationToken)
    {
        string path = $"{AtomicFile.Target(output)}.lock";
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                JobLock? taken = null;

                // A process that ends between the two would leave the file.
                TemporaryFiles.Uninterrupted(() =>
                {
                    taken = new(new FileStream(
                        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose));
                    TemporaryFiles.Add(path);
                });

                // The one before may have deleted it since it was opened: nobody else would see this lock.
                if (File.Exists(path))
                {
                    return taken!;
                }

                taken!.Dispose();
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (waiting is null)
                {
                    throw new IOException($"{output}: another job is writing this file", e);
                }

                waiting($"{output}: another job is writing this file; waiting until it has ended");
                waiting = _ => { };
                cancellationToken.WaitHandle.WaitOne(Interval);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new IOException($"{output}: permission denied", e);
            }
            catch (IOException e)
            {
                throw new IOException($"{output}: {e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal)}", e);
            }
        }
    }

    public void Dispose()
    {
        TemporaryFiles.Remove(_file.Name);
        _file.Dispose();
    }
}
