using System.Text;
using System.Text.Json;
using Kws.Hardware.Benchmarking;

namespace Kws.Cli.Commands;

/// <summary>
/// Prints a benchmark for programs. The names are part of the command line's contract: docs/use/outputs.md lists the same.
/// </summary>
internal static class BenchmarkJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    public static void Write(TextWriter output, BenchmarkReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("cpu", report.Cpu);
            json.WriteNumber("clockGHz", Math.Round(report.ClockGHz, 4));
            json.WriteStartArray("results");
            foreach (KernelTiming timing in report.Results)
            {
                json.WriteStartObject();
                json.WriteString("kernel", timing.Kernel);
                json.WriteNumber("batch", timing.Batch);
                json.WriteNumber("nsPerInference", Math.Round(timing.NsPerInference, 2));
                json.WriteNumber("cyclesPerInference", Math.Round(timing.CyclesPerInference, 1));
                json.WriteNumber("peakMultipliesPerSecond", Math.Round(timing.PeakMultipliesPerSecond));
                json.WriteNumber("efficiency", Math.Round(timing.Efficiency, 4));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("threads");
            foreach (ThreadTiming timing in report.Threads)
            {
                json.WriteStartObject();
                json.WriteString("kernel", timing.Kernel);
                json.WriteNumber("threads", timing.Threads);
                json.WriteNumber("nsPerInference", Math.Round(timing.NsPerInference, 2));
                json.WriteNumber("speedUp", Math.Round(timing.SpeedUp, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
