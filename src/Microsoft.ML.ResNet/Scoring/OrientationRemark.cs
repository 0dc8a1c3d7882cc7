using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>Says once if a model scores another kind of pictures than it was trained on.</summary>
internal sealed class OrientationRemark(IHostEnvironment environment)
{
    private int _isSaid;

    /// <summary>Warns if the image column may be oriented differently from the training images, and returns the bindings.</summary>
    public T Check<T>(T bindings)
        where T : ScoringBindings
    {
        if (Remark(bindings) is { } remark && Interlocked.Exchange(ref _isSaid, 1) == 0)
            MlNetEnvironment.Warn(environment, remark);
        return bindings;
    }

    private static string? Remark(ScoringBindings bindings) =>
        (bindings.Specification.Origin, ImageColumn.KindOf(bindings.Image)) switch
        {
            (PictureOrigin.Files, ImageColumnKind.Image) =>
                $"The model was trained on image files, rotated upright by their EXIF orientation; the column "
                + $"'{bindings.Image.Name}' has MLImages, which LoadImages does not rotate. If the files have orientations, as "
                + "photographs of phones do, read them with LoadRawImageBytes instead.",
            (PictureOrigin.Images, ImageColumnKind.Encoded) =>
                $"The model was trained on MLImages, which LoadImages does not rotate by the EXIF orientation: the files of the "
                + $"column '{bindings.Image.Name}' are not rotated either. Train on LoadRawImageBytes to have them upright.",
            _ => null,
        };
}
