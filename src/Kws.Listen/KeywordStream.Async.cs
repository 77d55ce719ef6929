using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen;

/// <content>The asynchronous forms.</content>
[SuppressMessage(
    "ApiDesign", "RS0026:Do not add multiple overloads with optional parameters", Justification = "They differ in a required one.")]
public sealed partial class KeywordStream
{
    /// <summary>Listens to a stream of raw samples, as a microphone's program writes them.</summary>
    /// <param name="classifier">The classifier; several streams may share it.</param>
    /// <param name="sound">
    /// Samples of 16 bits, little-endian and without a header, channels interleaved, at the rate that the options name. It is not closed.
    /// </param>
    /// <param name="options">The rules of detection and the format of the sound; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The keywords, each as soon as it is heard. The sequence ends with the stream.</returns>
    /// <exception cref="ArgumentNullException">The classifier or the stream is null.</exception>
    /// <exception cref="ArgumentException">
    /// The stream cannot be read, the input of the model has several channels, or the keywords or thresholds do not fit its labels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="KwsFormatException">While enumerating: the stream is a WAV file, or ends within a sample.</exception>
    /// <exception cref="IOException">While enumerating: the stream cannot be read.</exception>
    /// <exception cref="OverflowException">While enumerating: a layer's value does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public static IAsyncEnumerable<KeywordDetection> ListenAsync(
        KwsClassifier classifier,
        Stream sound,
        KeywordStreamOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);
        return sound.CanRead
            ? ListenAsync(classifier, RawSamples.ReadAsync(sound, cancellationToken), options, cancellationToken)
            : throw new ArgumentException("the stream cannot be read", nameof(sound));
    }

    /// <summary>Listens to sound that arrives in pieces.</summary>
    /// <param name="classifier">The classifier; several streams may share it.</param>
    /// <param name="sound">
    /// Pieces of any length, channels interleaved, at the rate that the options name. A piece is used until the next one is asked for.
    /// </param>
    /// <param name="options">The rules of detection and the format of the sound; null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The keywords, each as soon as it is heard. The sequence ends with the sound.</returns>
    /// <exception cref="ArgumentNullException">The classifier or the sound is null.</exception>
    /// <exception cref="ArgumentException">
    /// The input of the model has several channels, or the keywords or thresholds do not fit its labels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="OverflowException">While enumerating: a layer's value does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">While enumerating: the token was cancelled.</exception>
    public static IAsyncEnumerable<KeywordDetection> ListenAsync(
        KwsClassifier classifier,
        IAsyncEnumerable<ReadOnlyMemory<short>> sound,
        KeywordStreamOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sound);

        // Made here, so that wrong arguments are refused at once; each enumeration listens anew.
        _ = new KeywordStream(classifier, _ => { }, options);
        return HearAsync(classifier, sound, options, cancellationToken);
    }

    private static async IAsyncEnumerable<KeywordDetection> HearAsync(
        KwsClassifier classifier,
        IAsyncEnumerable<ReadOnlyMemory<short>> sound,
        KeywordStreamOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = new Queue<KeywordDetection>();
        var stream = new KeywordStream(classifier, heard.Enqueue, options);
        await foreach (ReadOnlyMemory<short> piece in sound.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Push(piece.Span);
            while (heard.TryDequeue(out KeywordDetection detection))
            {
                yield return detection;
            }
        }

        stream.Finish();
        while (heard.TryDequeue(out KeywordDetection detection))
        {
            yield return detection;
        }
    }
}
