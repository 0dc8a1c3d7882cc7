namespace Microsoft.ML.ResNet;

/// <summary>The order of the values in a column of pixel vectors.</summary>
public enum ResNetPixelLayout
{
    /// <summary>One colour plane after the other, as <c>ExtractPixels</c> writes unless told otherwise.</summary>
    Planar,

    /// <summary>One pixel after the other, as <c>ExtractPixels(interleavePixelColors: true)</c> writes.</summary>
    Interleaved,
}
