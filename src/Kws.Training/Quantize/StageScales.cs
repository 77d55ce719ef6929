namespace Kws.Training.Quantize;

/// <summary>The bits behind the binary point of the numbers of a stage.</summary>
/// <param name="Weights">Of its weights: of a recurrent layer those of the frames; 0 for a pool.</param>
/// <param name="Output">Of its outputs.</param>
/// <param name="Recurrent">Of the other numbers of a recurrent layer; null for other layers.</param>
internal sealed record StageScales(int Weights, int Output, RecurrentScales? Recurrent = null);

/// <summary>The bits behind the binary point of the numbers of a recurrent layer.</summary>
/// <param name="Weights">Of the weights of the output of the frame before.</param>
/// <param name="Cells">Of the cell states; 0 where there are none.</param>
/// <param name="Peepholes">Of the peepholes; 0 where there are none.</param>
/// <param name="Projection">Of the weights of the projection; 0 where there are none.</param>
internal sealed record RecurrentScales(int Weights, int Cells, int Peepholes, int Projection);
