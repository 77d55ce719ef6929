using System.Collections.Immutable;
using Kws.Audio;
using Kws.Model;
using Kws.Training.Augmentation;
using Kws.Training.Data;
using Kws.Training.Negatives;

namespace Kws.Training.Recordings;

/// <summary>All that a training on recordings hears, and all that tests it when a part is left out.</summary>
internal sealed class RecordingSound
{
    /// <summary>So many words that share its sounds are made of each recording.</summary>
    private const int Rearrangements = 8;

    private readonly RecordingSet _recordings;
    private readonly SoundBank _own;
    private readonly NegativeFrames _frames;
    private readonly short[][] _speech;

    /// <param name="recordings">The recordings.</param>
    /// <param name="own">Noise and running speech of the user's own, with the labels.</param>
    /// <param name="frames">The frames that come with kws.</param>
    /// <exception cref="ArgumentException">The front end of the user's sound has other windows or finer steps than the frames.</exception>
    public RecordingSound(RecordingSet recordings, SoundBank own, NegativeFrames frames)
    {
        (_recordings, _own) = (recordings, own);
        _frames = SpokenWords.WithoutKeywords(frames.For(own.FrontEnd), recordings.Words);
        _speech = [.. Enum.GetValues<Split>().SelectMany(own.Speech)];
        Folds = new RecordingFolds(recordings);
    }

    public RecordingFolds Folds { get; }

    /// <summary>The examples of a training.</summary>
    /// <param name="leftOut">The part that is left out; null for none.</param>
    /// <param name="seed">Decides all batches.</param>
    /// <param name="threads">The most threads to use.</param>
    public BatchSource Batches(int? leftOut, long seed, int threads)
    {
        var noise = Enum.GetValues<Split>().SelectMany(_own.Noise).Select(piece => (Split.Training, piece));
        var speech = _speech.Index().Where(piece => FoldOf(piece.Index) != leftOut).Select(piece => (Split.Training, piece.Item));
        var bank = new SoundBank(
            _own.Labels, _own.FrontEnd,
            [.. _recordings.All.Index().Where(one => Folds.Of(one.Item) != leftOut).SelectMany(one => ClipsOf(one.Item, one.Index, seed))],
            noise, speech, []);
        var materials = new Materials(bank, Split.Training);
        var windows = new NegativeWindows(Part(stream => Folds.Of(stream) != leftOut), _own.FrontEnd);
        return new BatchSource(materials, () => new RecordingExamples(materials, windows), seed, threads);
    }

    /// <summary>The recordings of a part.</summary>
    public IEnumerable<Recording> Recordings(int fold) => _recordings.All.Where(one => Folds.Of(one) == fold);

    /// <summary>The negatives of a part, of each kind back to back.</summary>
    public IEnumerable<(NegativeKind Kind, sbyte[] Frames)> Negatives(int fold)
    {
        NegativeFrames part = Part(stream => Folds.Of(stream) == fold);
        yield return (NegativeKind.Words, Join(part.Words));
        yield return (NegativeKind.Speech, Join(part.Speech));
        yield return (NegativeKind.Noise, Join(part.Noise));
        var extractor = new FingerprintExtractor(_own.FrontEnd);
        foreach ((int index, short[] piece) in _speech.Index().Where(piece => FoldOf(piece.Index) == fold))
        {
            yield return (NegativeKind.Own, NegativeFramesMaker.Frames(piece, extractor, isWord: false));
        }
    }

    private int FoldOf(int piece) => piece % Folds.Count;

    private NegativeFrames Part(Predicate<FrameStream> isIn)
    {
        return new() { Words = Of(_frames.Words), Speech = Of(_frames.Speech), Noise = Of(_frames.Noise) };

        ImmutableArray<FrameStream> Of(ImmutableArray<FrameStream> streams) => streams.RemoveAll(stream => !isIn(stream));
    }

    /// <summary>The keyword, and words of its sounds that are none.</summary>
    private IEnumerable<SoundClip> ClipsOf(Recording recording, int index, long seed)
    {
        SoundClip keyword = Clip(recording.Word, recording.Samples);
        yield return keyword;
        for (int i = 0; i < Rearrangements; i++)
        {
            var random = new RandomStream(seed, index, i);
            yield return Clip(
                SpecialLabels.Unknown, RearrangedWord.Make(recording.Samples, keyword.Extent, _own.FrontEnd.SampleRate, random));
        }

        SoundClip Clip(string word, short[] samples) => new(
            Path.GetFileName(recording.Path), word, _own.Labels.IndexOf(word), Split.Training, samples, _own.FrontEnd.SampleRate);
    }

    private static sbyte[] Join(ImmutableArray<FrameStream> streams) => [.. streams.SelectMany(stream => stream.Values.ToArray())];
}
