using Kws.Hardware.Estimates;
using Kws.Hardware.Export;
using Kws.Hardware.Export.Verilog;
using Kws.Model;

namespace Kws.Hardware.Tests.Export.Support;

/// <summary>An exported network in Verilog: simulated, linted, synthesised.</summary>
internal sealed class Rtl
{
    private readonly string _folder;
    private readonly KwsModel _model;
    private readonly int _multipliers;
    private readonly int _count;

    public Rtl(string folder, KwsModel model, int multipliers, params VectorCase[] cases)
    {
        (_folder, _model, _multipliers, _count) = (folder, model, multipliers, cases.Length);
        VerilogExport.Write(folder, model, multipliers, cases, TestContext.Current.CancellationToken);
    }

    /// <summary>The modules without the test bench.</summary>
    public string[] Modules =>
        [.. Directory.GetFiles(_folder, "*.v").Select(file => Path.GetFileName(file)).Where(name => name != "kws_tb.v").Order()];

    /// <summary>What a simulation prints that finds no difference, with the cycles of <c>kws estimate</c>.</summary>
    public string Passes()
    {
        CircuitEstimate estimate = Assert.Single(CircuitEstimate.Of(_model, [_multipliers], TestContext.Current.CancellationToken));
        return string.Concat(estimate.Layers.Select(layer => $"{layer.Cycles,9} cycles  {layer.Name}\n"))
            + $"PASS {_count} fingerprints, {estimate.Cycles} cycles each\n";
    }

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

    /// <summary>All that a linter has to say, which is nothing: warnings are errors.</summary>
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
