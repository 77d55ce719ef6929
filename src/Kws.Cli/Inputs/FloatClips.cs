using Kws.Listen;
using Kws.Listen.Clips;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;

namespace Kws.Cli;

/// <summary>Labels the second of each clip that has the word by a float network.</summary>
internal static class FloatClips
{
    /// <summary>Clips at a time for each thread: enough that one long clip does not stop the others.</summary>
    private const int ClipsPerThread = 8;

    /// <summary>Labels clips on several threads, and hands them over in their order on the calling thread.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="handle">Receives each clip with its logits, or with the reason why it cannot be read.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="cancellation">Stops between clips.</param>
    public static void LabelAll(
        FloatNetwork network, IEnumerable<Clip> clips, Action<Clip, Exception?, double[]> handle, int threads,
        CancellationToken cancellation)
    {
        FloatFrontEnd settings = network.FrontEnd;
        var second = new FrontEnd
        {
            SampleRate = settings.SampleRate,
            WindowLength = settings.WindowLength,
            HopLength = settings.Stride,
            FrameCount = settings.Output.Time,
        };
        int workers = Workers.AtMost(threads);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        foreach (Clip[] some in clips.Chunk(ClipsPerThread * workers))
        {
            var results = new (Exception? Failure, double[] Logits)[some.Length];
            Parallel.For(0, some.Length, options, i => results[i] = Label(some[i]));
            foreach ((Clip clip, (Exception? failure, double[] logits)) in some.Zip(results))
            {
                handle(clip, failure, logits);
            }
        }

        (Exception? Failure, double[] Logits) Label(Clip clip)
        {
            try
            {
                short[] samples = clip.Read(settings.SampleRate);
                return (null, network.Logits(samples.AsSpan(WordSecond.RangeOf(samples, second))));
            }
            catch (Exception e) when (
                e is KwsFormatException or IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" })
            {
                return (e, []);
            }
        }
    }
}
