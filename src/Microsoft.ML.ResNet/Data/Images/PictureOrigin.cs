namespace Microsoft.ML.ResNet.Data;

/// <summary>What the training images were before they were stored: whether their EXIF orientation was applied.</summary>
internal enum PictureOrigin
{
    /// <summary>Imported weights, vectors of pixels, or a model saved before this was recorded.</summary>
    Unknown,

    /// <summary>Image files, which this library rotates upright.</summary>
    Files,

    /// <summary><see cref="Microsoft.ML.Data.MLImage"/>, which ML.NET's loaders do not rotate.</summary>
    Images,
}
