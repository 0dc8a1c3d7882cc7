namespace Microsoft.ML.ResNet;

/// <summary>The order of the values in a column of pixel vectors.</summary>
public enum ResNetPixelLayout
{
    /// <summary>One color plane after the other: the default of <c>ExtractPixels</c>.</summary>
    Planar,

    /// <summary>One pixel after the other, as written by <c>ExtractPixels(interleavePixelColors: true)</c>.</summary>
    Interleaved,
}
