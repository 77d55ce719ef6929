using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// The pool's candidates frame by frame: what a position of the depthwise convolution reads of one frame of the fingerprint is a linear
/// form of that frame, a piece. Positions with the same weights at the same frequency have the same pieces, in other frames.
/// </summary>
internal sealed class PoolForms
{
    public PoolForms(KwsModel model)
    {
        var layer = (DepthwiseConvolutionLayer)model.Network.Layers[DepthwiseBounds.Layer];
        TensorShape input = model.Network.Input;
        var kernels = new ComposedKernels(model);
        var groups = ImmutableArray.CreateBuilder<Group>();
        var positions = ImmutableArray.CreateBuilder<(int, int)>();
        var frames = new List<int>[input.Time];
        foreach (WindowPosition[] same in WindowPosition.All(layer)
            .GroupBy(position => (position.Frequency, position.Taps[0], position.Taps[^1], position.Taps.Length))
            .Select(group => group.ToArray()))
        {
            int first = groups.Sum(group => group.Rows.Length);
            ImmutableArray<int> rows = Rows(same[0], kernels, ((ConvolutionLayer)model.Network.Layers[0]).Window.KernelTime);
            groups.Add(new Group(same[0], same.Length, first, rows));
            foreach (WindowPosition position in same)
            {
                int frame = kernels.Origin(layer, position).Time;
                positions.Add((groups.Count - 1, frame + rows[0]));
                for (int i = 0; i < rows.Length; i++)
                {
                    (frames[frame + rows[i]] ??= []).Add(first + i);
                }
            }
        }

        Groups = groups.ToImmutable();
        Positions = positions.ToImmutable();
        Frames = [.. frames.Where(pieces => pieces is not null).GroupBy(pieces => string.Join(' ', pieces.Order()))
            .Select(same => new Frame([.. same.First()], same.Count()))];
        Width = input.Frequency;
        Pieces = Groups.Sum(group => group.Rows.Length);
        GroupOfPiece = [.. Groups.SelectMany((group, g) => Enumerable.Repeat(g, group.Rows.Length))];
        Channels = [.. Enumerable.Range(0, layer.Output.Channels).Select(channel => Of(channel, layer, kernels, DsCnn.ConvolutionShift))];
    }

    /// <summary>Coefficients of a frame.</summary>
    public int Width { get; }

    /// <summary>The number of pieces of a channel.</summary>
    public int Pieces { get; }

    /// <summary>Positions with the same pieces.</summary>
    public ImmutableArray<Group> Groups { get; }

    /// <summary>Every position: its group, and the frame of its first piece.</summary>
    public ImmutableArray<(int Group, int Frame)> Positions { get; }

    /// <summary>The group of each piece.</summary>
    public ImmutableArray<int> GroupOfPiece { get; }

    /// <summary>The kinds of frames: those that the same pieces read.</summary>
    public ImmutableArray<Frame> Frames { get; }

    public ImmutableArray<Channel> Channels { get; }

    /// <summary>The rows of the patch that the weights of a position meet; all of them lie inside the fingerprint.</summary>
    private static ImmutableArray<int> Rows(WindowPosition position, ComposedKernels kernels, int height) =>
        [.. position.Taps.SelectMany(tap => Enumerable.Range(kernels.Start(tap) / kernels.Columns, height)).Distinct().Order()];

    private Channel Of(int channel, DepthwiseConvolutionLayer layer, ComposedKernels kernels, int shift)
    {
        long remainder = ComposedKernel.GreatestRemainder(kernels.Convolution(channel), shift);
        var pieces = ImmutableArray.CreateBuilder<double[]>();
        var raised = ImmutableArray.CreateBuilder<double>();
        var lowered = ImmutableArray.CreateBuilder<double>();
        foreach (Group group in Groups)
        {
            ComposedKernel kernel = kernels.Empty(channel);
            foreach (int tap in group.Position.Taps)
            {
                kernel.Add(tap);
            }

            int frequency = kernels.Origin(layer, group.Position).Frequency;
            foreach (int row in group.Rows)
            {
                var piece = new double[Width];
                for (int column = 0; column < kernels.Columns; column++)
                {
                    if ((uint)(frequency + column) < Width)
                    {
                        piece[frequency + column] = kernel.Coefficients[(row * kernels.Columns) + column];
                    }
                }

                pieces.Add(piece);
            }

            // The second floor division, of the pool's values, takes off less than its divisor.
            raised.Add(remainder * kernel.Negative);
            lowered.Add((remainder * kernel.Positive) + (((1 << DsCnn.DepthwiseShift) - 1) << shift));
        }

        ImmutableArray<double> greatest = [.. pieces.Select(
            piece => piece.Sum(coefficient => Math.Max(coefficient * SixBit.Min, coefficient * SixBit.Max)))];
        return new Channel(pieces.ToImmutable(), greatest, raised.ToImmutable(), lowered.ToImmutable());
    }

    /// <param name="Position">One of the positions.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="First">Their first piece; the others follow.</param>
    /// <param name="Rows">The rows of the patch, one a piece.</param>
    internal sealed record Group(WindowPosition Position, int Count, int First, ImmutableArray<int> Rows);

    /// <param name="Pieces">The pieces that read the frame.</param>
    /// <param name="Count">How many frames are of this kind.</param>
    internal sealed record Frame(ImmutableArray<int> Pieces, int Count);

    /// <param name="Pieces">Coefficients of each piece.</param>
    /// <param name="Greatest">The greatest value of each.</param>
    /// <param name="Raised">By how much floor divisions may raise the sum of a group's pieces.</param>
    /// <param name="Lowered">By how much they may lower it.</param>
    internal sealed record Channel(
        ImmutableArray<double[]> Pieces, ImmutableArray<double> Greatest, ImmutableArray<double> Raised, ImmutableArray<double> Lowered);
}
