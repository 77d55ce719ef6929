using Kws.Cli.Output;

namespace Kws.Cli.Tests;

/// <summary>The progress of a command on standard error.</summary>
public sealed class ActivityTests
{
    [Fact]
    public void A_terminal_shows_the_latest_report_after_a_second_and_nothing_at_the_end()
    {
        var time = new Clock();
        using var error = new StringWriter();
        int result = Activity.Show(Context(error, time, isTerminal: true), activity =>
        {
            activity.Report("step 1");
            time.Advance(0.9);
            Assert.Equal("", error.ToString());
            time.Advance(0.1);
            Assert.Equal("\rstep 1", error.ToString());
            activity.Receive<int>(done => $"{done} of 5").Report(4);
            time.Advance(0.2);
            Assert.Equal("\rstep 1\r4 of 5", error.ToString());
            return 42;
        });
        Assert.Equal(42, result);
        Assert.EndsWith("\r      \r", error.ToString());
        int length = error.ToString().Length;
        time.Advance(1);
        Assert.Equal(length, error.ToString().Length);
    }

    [Fact]
    public void A_failure_takes_the_line_off_too()
    {
        var time = new Clock();
        using var error = new StringWriter();
        Assert.Throws<InvalidOperationException>(() => Activity.Show<int>(Context(error, time, isTerminal: true), activity =>
        {
            activity.Report("step 1");
            time.Advance(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("\rstep 1\r      \r", error.ToString());
    }

    [Fact]
    public void Elsewhere_nothing_is_shown()
    {
        var time = new Clock();
        using var error = new StringWriter();
        Activity.Show(Context(error, time, isTerminal: false), activity =>
        {
            activity.Report("step 1");
            time.Advance(10);
            return 0;
        });
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void A_text_wider_than_the_terminal_stays_on_its_line()
    {
        using var error = new StringWriter();
        var line = new ProgressLine(Context(error, TimeProvider.System, isTerminal: true) with { TerminalWidth = 10 });
        line.Write("12345678901234567890");
        line.Write("123");
        line.Clear();
        Assert.Equal("\r123456789\r123      \r   \r", error.ToString());
    }

    private static CliContext Context(TextWriter error, TimeProvider time, bool isTerminal) =>
        new(TextReader.Null, TextWriter.Null, error, CancellationToken.None) { ErrorIsTerminal = isTerminal, Time = time };

    /// <summary>A clock that a test moves, with one timer.</summary>
    private sealed class Clock : TimeProvider
    {
        private TimerCallback? _callback;
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return new Timer();
        }

        /// <summary>Moves the clock; the timer fires as if it had not been told to stop.</summary>
        public void Advance(double seconds)
        {
            _now += (long)(1000 * seconds);
            _callback?.Invoke(null);
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
