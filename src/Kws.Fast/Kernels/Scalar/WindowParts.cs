using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>The place of one window on its input, and the part of the kernel that lies inside.</summary>
/// <param name="Time">The frame under the kernel's first row; negative where padding comes first.</param>
/// <param name="Frequency">The frequency under the kernel's first column.</param>
/// <param name="FirstRow">The first row of the kernel that lies inside.</param>
/// <param name="EndRow">The row behind the last one that does.</param>
/// <param name="FirstColumn">The first column that lies inside.</param>
/// <param name="EndColumn">The column behind the last one that does.</param>
internal readonly record struct WindowPart(int Time, int Frequency, int FirstRow, int EndRow, int FirstColumn, int EndColumn)
{
    public bool IsCut(Window window) => EndRow - FirstRow < window.KernelTime || EndColumn - FirstColumn < window.KernelFrequency;
}

/// <summary>The windows of a layer in the order of its output: frequency varies faster than time.</summary>
internal ref struct WindowParts
{
    private readonly Window _window;
    private readonly TensorShape _input;
    private readonly TensorShape _output;
    private readonly int _paddingTime;
    private readonly int _paddingFrequency;
    private int _time;
    private int _frequency = -1;

    public WindowParts(Window window, TensorShape input, TensorShape output)
    {
        (_window, _input, _output) = (window, input, output);
        (_paddingTime, _paddingFrequency) = (window.PaddingTime(input), window.PaddingFrequency(input));
    }

    public readonly WindowPart Current
    {
        get
        {
            int time = (_time * _window.StrideTime) - _paddingTime;
            int frequency = (_frequency * _window.StrideFrequency) - _paddingFrequency;
            return new WindowPart(
                time, frequency,
                Math.Max(-time, 0), Math.Min(_window.KernelTime, _input.Time - time),
                Math.Max(-frequency, 0), Math.Min(_window.KernelFrequency, _input.Frequency - frequency));
        }
    }

    public readonly WindowParts GetEnumerator() => this;

    public bool MoveNext()
    {
        if (++_frequency == _output.Frequency)
        {
            _frequency = 0;
            _time++;
        }

        return _time < _output.Time;
    }
}
