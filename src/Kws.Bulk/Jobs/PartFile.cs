using System.Security.Cryptography;
using Kws.Model;
using Microsoft.Win32.SafeHandles;

namespace Kws.Bulk.Jobs;

/// <summary>An output while it is written: <c>NAME.part</c> beside the file that it becomes.</summary>
internal sealed class PartFile : IDisposable
{
    private const int BufferBytes = 1 << 20;
    private const int TailBytes = 1 << 12;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private byte[] _buffer = new byte[BufferBytes];
    private int _used;
    private long _written;
    private bool _hasLostWrites;

    /// <param name="path">The output as the user named it.</param>
    /// <param name="length">How much of an earlier run's part is kept.</param>
    public PartFile(string path, long length)
    {
        Path = path;
        Target = AtomicFile.Target(path);
        _path = $"{Target}.part";
        try
        {
            // Opening the target finds out whether it may be replaced: a pipe or a device may not, nor what the user may not write to.
            if (AtomicFile.TryWriteStraight(Target, _ => { }))
            {
                throw new IOException($"{path}: this is a pipe or a device, expected the name of a file");
            }

            _file = File.OpenHandle(_path, length == 0 ? FileMode.OpenOrCreate : FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
        catch (FileNotFoundException)
        {
            throw new KwsFormatException(_path, 0, "the file is missing, without which the job cannot be resumed");
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileError.Denied(path, _path, e);
        }
        catch (IOException e) when (JobLock.IsHeld(e))
        {
            throw new IOException($"{path}: another job is writing this file", e);
        }

        long found = RandomAccess.GetLength(_file);
        if (found < length)
        {
            _file.Dispose();
            throw new KwsFormatException(_path, 0, $"the file has {found} bytes, expected {length} at least: the job cannot be resumed");
        }

        RandomAccess.SetLength(_file, length);
        _written = length;
    }

    /// <summary>The output as the user named it.</summary>
    public string Path { get; }

    /// <summary>The file that this one becomes.</summary>
    public string Target { get; }

    public long Length => _written + _used;

    /// <summary>Room for so many bytes behind the last ones.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (bytes > _buffer.Length - _used)
        {
            Flush();
            _buffer = bytes > _buffer.Length ? new byte[bytes] : _buffer;
        }

        return _buffer.AsSpan(_used, bytes);
    }

    /// <summary>So many bytes of the room were used.</summary>
    public void Advance(int bytes) => _used += bytes;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = Math.Min(bytes.Length, BufferBytes);
            bytes[..length].CopyTo(Reserve(length));
            Advance(length);
            bytes = bytes[length..];
        }
    }

    /// <summary>Gives everything to the operating system: a process that is killed loses nothing of it.</summary>
    public void Flush() => Try(() =>
    {
        RandomAccess.Write(_file, _buffer.AsSpan(0, _used), _written);
        _written += _used;
        _used = 0;
    });

    /// <summary>SHA-256 of the last bytes of so many that were flushed, in hexadecimal: a part of another job ends otherwise.</summary>
    public string Tail(long length)
    {
        var tail = new byte[Math.Min(TailBytes, length)];
        Try(() => RandomAccess.Read(_file, tail, length - tail.Length));
        return Convert.ToHexStringLower(SHA256.HashData(tail));
    }

    /// <summary>
    /// Waits until the disk has what was flushed: a machine that loses power loses nothing of it. After a failure every further call fails:
    /// the operating system tells of writes that it has lost only once.
    /// </summary>
    public void FlushToDisk() => Try(() =>
    {
        if (_hasLostWrites)
        {
            throw new IOException("the disk has lost what was written");
        }

        _hasLostWrites = true;
        Disk.Flush(_file, _path);
        _hasLostWrites = false;
    });

    /// <summary>Replaces the first bytes.</summary>
    public void WriteHead(byte[] head) => Try(() => RandomAccess.Write(_file, head, 0));

    /// <summary>Without a journal the part is of no use: a process that ends at once deletes it.</summary>
    public void DeleteAtExit() => TemporaryFiles.Add(_path);

    /// <summary>From here on a journal needs the part.</summary>
    public void KeepAtExit() => TemporaryFiles.Remove(_path);

    /// <summary>Gives the finished part its name. It must be closed.</summary>
    /// <param name="format">Its format, or null for lines as they are.</param>
    /// <param name="firstIndex">The number of items before the part.</param>
    public void Publish(IOutputFormat? format, long firstIndex) => Try(() =>
    {
        KeepAtExit();
        if (format is null)
        {
            AtomicFile.Move(_path, Target);
        }
        else
        {
            format.Publish(_path, Target, firstIndex);
        }
    });

    /// <summary>Removes the part; what was written is lost.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(_path);
        KeepAtExit();
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Names the output in the messages of the operating system, and not the part, of which the user need not know.</summary>
    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"{Path}: its directory, or {_path}, has been removed", e);
        }
        catch (ArgumentOutOfRangeException e) when (AtomicFile.IsTooLarge(e))
        {
            throw new IOException($"{Path}: {AtomicFile.TooLarge}", e);
        }
        catch (IOException e)
        {
            string end = $" : '{_path}";
            int length = e.Message.IndexOf(end, StringComparison.Ordinal);
            throw new IOException($"{Path}: {(length < 0 ? e.Message : e.Message[..length])}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw FileError.Denied(Path, _path, e);
        }
    }

    /// <summary>The path of the part of an output.</summary>
    public static string PathFor(string path) => $"{AtomicFile.Target(path)}.part";
}
