using System.Collections.Concurrent;
using System.Collections.Immutable;
using Kws.Hardware.Circuits;
using Kws.Hardware.Estimates;
using Kws.Hardware.Export;
using Kws.Hardware.Export.Verilog;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Tests.Export.Support;

/// <summary>An exported network in Verilog: simulated, linted, synthesised.</summary>
internal sealed class Rtl
{
    /// <summary>The proof for the default model takes seconds.</summary>
    private static readonly ConcurrentDictionary<KwsModel, ImmutableArray<LayerRanges>> Ranges = new();

    private readonly string _folder;
    private readonly int _count;

    public Rtl(string folder, KwsModel model, int multipliers, params VectorCase[] cases)
    {
        (_folder, _count) = (folder, cases.Length);
        Circuit circuit = Circuit.Of(
            model, multipliers, Ranges.GetOrAdd(model, one => ProvenRanges.Of(one, TestContext.Current.CancellationToken)));
        Estimate = CircuitEstimate.Of(circuit);
        VerilogExport.Write(folder, circuit, cases);
    }

    /// <summary>The estimate of <c>kws estimate</c>.</summary>
    public CircuitEstimate Estimate { get; }

    /// <summary>The modules without the test bench.</summary>
    public string[] Modules =>
        [.. Directory.GetFiles(_folder, "*.v").Select(file => Path.GetFileName(file)).Where(name => name != "kws_tb.v").Order()];

    /// <summary>The output of a simulation that finds no difference, with the cycles of <c>kws estimate</c>.</summary>
    public string Passes() =>
        string.Concat(Estimate.Layers.Select(layer => $"{layer.Cycles,9} cycles  {layer.Name}\n"))
        + $"PASS {_count} fingerprints, {Estimate.Cycles} cycles each\n";

    /// <summary>Runs the test bench in Icarus Verilog.</summary>
    public string RunIcarus()
    {
        Tool.Run(_folder, "iverilog", ["-g2005", "-Wall", "-o", "kws.vvp", .. Modules, "kws_tb.v"]);
        return Tool.Run(_folder, "vvp", "-n", "kws.vvp");
    }

    /// <summary>Runs the test bench in Verilator.</summary>
    public string RunVerilator()
    {
        Tool.Run(_folder, "verilator", ["--binary", "--timing", "--top", "kws_tb", .. Modules, "kws_tb.v"]);

        // Verilator tells where the simulation ended, which Icarus does not.
        string output = Tool.Run(_folder, Path.Combine(_folder, "obj_dir", "Vkws_tb"));
        return string.Concat(output.Split('\n').Where(line => line.Length > 0 && line[0] != '-').Select(line => line + "\n"));
    }

    /// <summary>The warnings of the linter, of which there must be none: they are errors.</summary>
    public string Lint() => Tool.Run(_folder, "verilator", ["--lint-only", "-Wall", "--top", "kws", .. Modules]);

    /// <summary>The cells of an FPGA (Lattice ECP5) that yosys maps the circuit to.</summary>
    public string Synthesise()
    {
        string commands = $"read_verilog -defer {string.Join(' ', Modules)}; synth_ecp5 -top kws; check -assert; tee -q -o cells.txt stat";
        Tool.Run(_folder, "yosys", "-q", "-p", commands);
        return File.ReadAllText(Path.Combine(_folder, "cells.txt"));
    }

    /// <summary>Changes the last line of a memory file.</summary>
    public void ChangeLastWord(string file, Func<string, string> change)
    {
        string path = Path.Combine(_folder, file);
        string[] lines = File.ReadAllLines(path);
        string changed = change(lines[^1]);
        Assert.NotEqual(lines[^1], changed);
        File.WriteAllLines(path, [.. lines[..^1], changed]);
    }

    /// <summary>Replaces a text that a file has once.</summary>
    public void Change(string file, string old, string changed)
    {
        string path = Path.Combine(_folder, file);
        string text = File.ReadAllText(path);
        Assert.Equal(2, text.Split(old).Length);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
    }
}
