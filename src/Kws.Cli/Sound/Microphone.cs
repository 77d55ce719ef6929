namespace Kws.Cli.Sound;

/// <summary>The samples of a microphone, 16 bits each, by ALSA.</summary>
internal sealed class Microphone : Stream
{
    private const string Default = "default";

    /// <summary>Microseconds that the device keeps samples for a reader that is late.</summary>
    private const uint Latency = 500_000;

    /// <summary>The blocks of a read, so that a word is heard at once: 32 ms at 16 kHz.</summary>
    private const int BlocksAtATime = 512;

    private readonly nint _pcm;
    private readonly int _blockBytes;
    private bool _hasLost;

    private Microphone(string name, nint pcm, int channels, Action<string> warn)
    {
        (Name, _pcm, _blockBytes, Warn) = ($"microphone '{name}'", pcm, channels * sizeof(short), warn);
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private Action<string> Warn { get; }

    /// <summary>Opens a microphone.</summary>
    /// <param name="name">Its name; null for the default one.</param>
    /// <param name="rate">The rate in Hz.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="warn">Receives a warning.</param>
    /// <exception cref="CliException">There is no ALSA, or no such microphone.</exception>
    public static Microphone Open(string? name, int rate, int channels, Action<string> warn)
    {
        Require();
        name ??= Default;
        Check(Alsa.Open(out nint pcm, name, Alsa.Capture, 0));
        try
        {
            Check(Alsa.SetParameters(pcm, Alsa.S16, Alsa.ReadInterleaved, (uint)channels, (uint)rate, 1, Latency));
            return new Microphone(name, pcm, channels, warn);
        }
        catch
        {
            _ = Alsa.Close(pcm);
            throw;
        }

        void Check(int result)
        {
            if (result < 0)
            {
                throw CliException.BadInput(
                    $"microphone '{name}': {Alsa.Text(result)}, expected one that kws microphones lists, for {channels} x {rate} Hz");
            }
        }
    }

    /// <summary>The microphones of this machine.</summary>
    /// <exception cref="CliException">There is no ALSA.</exception>
    public static IEnumerable<(string Name, string Description)> All()
    {
        Require();
        return Alsa.Microphones();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            nint blocks;
            while ((blocks = Alsa.Read(_pcm, bytes, (nuint)Math.Min(buffer.Length / _blockBytes, BlocksAtATime))) < 0)
            {
                if (blocks == Alsa.BrokenPipe && !_hasLost)
                {
                    _hasLost = true;
                    Warn("samples were lost: this machine does not keep up");
                }

                int left = Alsa.Recover(_pcm, (int)blocks, 1);
                if (left < 0)
                {
                    throw new IOException(Alsa.Text(left));
                }
            }

            return (int)blocks * _blockBytes;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _ = Alsa.Close(_pcm);
        base.Dispose(disposing);
    }

    /// <summary>Refuses a machine without ALSA, with a command line that does the same.</summary>
    private static void Require()
    {
        string other = OperatingSystem.IsWindows()
            ? "ffmpeg -loglevel error -f dshow -i audio=NAME -ar 16000 -ac 1 -f s16le - "
                + "(ffmpeg -f dshow -list_devices true -i - lists names)"
            : "ffmpeg -loglevel error -f avfoundation -i :0 -ar 16000 -ac 1 -f s16le -";
        if (!OperatingSystem.IsLinux())
        {
            throw CliException.BadInput($"there are microphones on Linux only; here --device-command takes a program: {other}");
        }

        try
        {
            Alsa.Silence();
        }
        catch (DllNotFoundException)
        {
            throw CliException.BadInput(
                "there is no libasound.so.2, which reads microphones: install it (Debian and Ubuntu: libasound2 or libasound2t64)");
        }
    }
}
