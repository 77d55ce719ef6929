namespace Kws.Cli.Output;

/// <summary>
/// The work of a command and how far it is, as one line on standard error: on a terminal only, after the first second, renewed several
/// times per second.
/// </summary>
internal sealed class Activity
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private volatile string _text = "";

    private Activity()
    {
    }

    /// <summary>Does work and shows what it reports.</summary>
    public static T Show<T>(CliContext context, Func<Activity, T> work)
    {
        var activity = new Activity();
        if (!context.ErrorIsTerminal)
        {
            return work(activity);
        }

        var line = new ProgressLine(context);
        bool isOver = false;
        long start = context.Time.GetTimestamp();
        ITimer timer = context.Time.CreateTimer(_ => Renew(), null, Patience, Interval);
        try
        {
            return work(activity);
        }
        finally
        {
            timer.Dispose();
            lock (line)
            {
                isOver = true;
                line.Clear();
            }
        }

        void Renew()
        {
            lock (line)
            {
                // The timer may call once more when it is gone already.
                if (!isOver && context.Time.GetElapsedTime(start) >= Patience && activity._text is { Length: > 0 } text)
                {
                    line.Write(text);
                }
            }
        }
    }

    /// <summary>Tells what is being done.</summary>
    public void Report(string text) => _text = text;

    /// <summary>Receives reports, from any thread, as texts made of them.</summary>
    public IProgress<T> Receive<T>(Func<T, string> text) => new Receiver<T>(this, text);

    /// <summary>Unlike <see cref="Progress{T}"/> it reports at once.</summary>
    private sealed class Receiver<T>(Activity activity, Func<T, string> text) : IProgress<T>
    {
        public void Report(T value) => activity.Report(text(value));
    }
}
