using Kws.Audio;

namespace Kws.Listen;

/// <summary>A clip of sound to classify: a WAV file, or a stream that holds one.</summary>
public sealed class Clip
{
    private readonly Stream? _stream;

    /// <summary>Names a WAV file. It is opened when it is classified, and closed then.</summary>
    /// <param name="path">The file; its name may end in anything.</param>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    public Clip(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Name = path;
    }

    /// <summary>Names a WAV file in a stream, which can be classified once.</summary>
    /// <param name="stream">The file from the stream's position on. An hour of sound at most; it need not seek, and is not closed.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <exception cref="ArgumentNullException">The stream or the name is null.</exception>
    public Clip(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        _stream = stream;
        Name = name;
    }

    /// <summary>The path of the file or the name of the stream.</summary>
    public string Name { get; }

    /// <summary>Reads the whole clip.</summary>
    internal short[] Read(int sampleRate) =>
        _stream is null ? WavFile.Read(Name, sampleRate) : WavFile.ReadClip(_stream, Name, sampleRate);
}
