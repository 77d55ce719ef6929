using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The functions of recurrent layers, frame by frame as the reference has them; <c>kws_gates.h</c> has single numbers.</summary>
internal static class RecurrentFunctions
{
    /// <summary>The function of a gate's sum, without peepholes.</summary>
    public static IEnumerable<string> Gate(CStep step, RecurrentLayer layer) =>
    [
        "/* The sum of a gate; y is the output of the frame before, 0 for none. */",
        $"static gate_sum {step.Name}_gate(const {step.Input} *x, const int8_t *y, int row)",
        "{",
        "  gate_sum products = 0;",
        "  if (y)",
        $"    for (int k = 0; k < {layer.Output.Channels}; k++)",
        $"      products += y[k] * {step.Name}_weights[row][k];",
        $"  return (gate_sum)x[row] * {1 << layer.InputShift} + products * {1 << layer.RecurrentShift};",
        "}",
    ];

    public static IEnumerable<string> Lstm(CStep step, LstmLayer layer)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        string Peephole(int gate) => layer.Peepholes is null
            ? ""
            : $" + (gate_sum)(cell[k] * {step.Name}_peepholes[{gate}][k]) * {1 << layer.PeepholeShift}";
        string Sum(int gate) => $"{step.Name}_gate(x, y, {gate * units} + k)";
        int scale = TanhTable.ArgumentFraction + 1 - layer.CellFraction;
        string hidden = layer.Projection is null ? "next" : "hidden";
        return
        [
            $"  for (int k = 0; k < {units}; k++)",
            "    cell[k] = 0;",
            $"  for (int t = 0; t < {layer.Input.Time}; t++) {{",
            $"    const {step.Input} *x = in + t * {layer.Input.Channels};",
            $"    int8_t *next = out + t * {outputs};",
            $"    const int8_t *y = t > 0 ? next - {outputs} : 0;",
            $"    for (int k = 0; k < {units}; k++) {{",
            $"      const int32_t i = sigmoid({Sum(0)}{Peephole(0)});",
            $"      const int32_t j = tangent({Sum(1)});",
            $"      const int32_t f = sigmoid({Sum(2)}{Peephole(1)});",
            $"      cell[k] = state_of(product(f, cell[k]) + product(product(i, j), {1 << layer.CellFraction}));",
            $"      const int32_t o = sigmoid({Sum(3)}{Peephole(2)});",
            $"      {hidden}[k] = output_of(product(o, half_tangent(clamped(cell[k], {TanhTable.MaxArgument >> scale}) * {1 << scale})));",
            "    }",
            .. layer.Projection is null ? [] : Project(step, layer),
            "  }",
        ];
    }

    public static IEnumerable<string> Gru(CStep step, GruLayer layer)
    {
        int units = layer.Units;
        return
        [
            $"  for (int k = 0; k < {units}; k++)",
            "    state[k] = 0;",
            $"  for (int t = 0; t < {layer.Input.Time}; t++) {{",
            $"    const {step.Input} *x = in + t * {layer.Input.Channels};",
            $"    int8_t *next = out + t * {units};",
            $"    const int8_t *y = t > 0 ? next - {units} : 0;",
            $"    for (int k = 0; k < {units}; k++)",
            $"      reset[k] = output_of(product(sigmoid({step.Name}_gate(x, y, k)), state[k]));",
            $"    for (int k = 0; k < {units}; k++) {{",
            $"      const int32_t u = tangent_of_half({step.Name}_gate(x, y, {units} + k));",
            $"      const int32_t n = tangent({step.Name}_gate(x, reset, {2 * units} + k));",
            "      state[k] = state_of(product((32768 + u) >> 1, state[k]) + product((32768 - u) >> 1, n));",
            "      next[k] = output_of(state[k]);",
            "    }",
            "  }",
        ];
    }

    private static IEnumerable<string> Project(CStep step, LstmLayer layer) =>
    [
        $"    for (int l = 0; l < {layer.Output.Channels}; l++) {{",
        $"      int32_t sum = {(1L << layer.ProjectionShift) >> 1};",
        $"      for (int k = 0; k < {layer.Units}; k++)",
        $"        sum += hidden[k] * {step.Name}_projection[l][k];",
        $"      next[l] = byte_of(sum >> {layer.ProjectionShift});",
        "    }",
    ];
}
