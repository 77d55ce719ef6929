using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>
/// Keeps two processes, of one machine or of two that share a file system, from doing the same job: <c>NAME.lock</c> beside the first
/// output. A process that is killed leaves the file, but not its lock.
/// </summary>
internal sealed class JobLock : IDisposable
{
    private const int MostBytes = 1 << 16;
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

                if (taken!.IsAt(path))
                {
                    return taken;
                }

                taken.Dispose();
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
                throw FileError.Denied(output, path, e);
            }
            catch (ArgumentOutOfRangeException e) when (AtomicFile.IsTooLarge(e))
            {
                throw new IOException($"{output}: {AtomicFile.TooLarge}", e);
            }
            catch (IOException e)
            {
                throw new IOException($"{output}: {e.Message.Replace($" : '{path}'", "", StringComparison.Ordinal)}", e);
            }
        }
    }

    /// <summary>
    /// False if the one before has deleted the file since it was opened, and perhaps another one has made a new one: nobody would see this
    /// lock. A length drawn at random tells one file from another.
    /// </summary>
    internal bool IsAt(string path)
    {
        int length = Random.Shared.Next(1, MostBytes);
        _file.SetLength(length);
        return new FileInfo(path) is { Exists: true } file && file.Length == length;
    }

    public void Dispose()
    {
        TemporaryFiles.Remove(_file.Name);
        _file.Dispose();
    }
}
