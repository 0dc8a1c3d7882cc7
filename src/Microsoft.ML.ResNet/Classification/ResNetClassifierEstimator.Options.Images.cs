using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    // The images, as the network sees them.
    public sealed partial class Options
    {
        /// <summary>
        /// Height of the network's input in pixels, 16 to 8192, or 0 for that of the image column; encoded images are then
        /// resized to 32 for architectures for small images and to 224 for others. Default: 0.
        /// </summary>
        public int ImageHeight { get; set; }

        /// <summary>Width of the network's input in pixels; like <see cref="ImageHeight"/>. Default: 0.</summary>
        public int ImageWidth { get; set; }

        /// <summary>
        /// Height in pixels of the stored images, of which the network sees parts of <see cref="ImageHeight"/>: random ones
        /// in training (<see cref="ResNetTrainingOptions.Augmentation"/>), the center in scoring. At least ImageHeight, at
        /// most 8192; for pixels and MLImage it is their own height. Default: 0, for ImageHeight, or for encoded images 8/7
        /// of it (256 for 224) where <see cref="ResNetAugmentationOptions.Crop"/> is
        /// <see cref="ResNetRandomCrop.Resized"/> or <see cref="ResNetRandomCrop.Scaled"/>.
        /// </summary>
        public int StoredHeight { get; set; }

        /// <summary>Width in pixels of the stored images; like <see cref="StoredHeight"/>. Default: 0.</summary>
        public int StoredWidth { get; set; }

        /// <summary>3 for color, 1 for gray (luminance). Default: 3.</summary>
        [AllowedValues(1, 3)]
        public int ImageChannels { get; set; } = 3;

        /// <summary>
        /// How encoded images are resized to <see cref="StoredHeight"/>, as in <c>ResizeImages</c>, with an antialiasing
        /// filter. The other kinds of image columns are not resized. Default: <c>IsoCrop</c>, a crop around the center.
        /// </summary>
        /// <remarks>
        /// Neither training nor scoring sees what a crop removes. <c>IsoPad</c> keeps the whole picture between black bars,
        /// and <c>Fill</c> distorts it. If all photographs have the same shape, store them in that shape (4:3 as
        /// <see cref="StoredWidth"/> 342 and <see cref="StoredHeight"/> 256): nothing is removed then, training sees parts of
        /// the whole picture, scoring its center.
        /// </remarks>
        [Description("How image files are resized: IsoCrop crops around the center, IsoPad pads, Fill distorts.")]
        public ImageResizingEstimator.ResizingKind Resizing { get; set; } = ImageResizingEstimator.ResizingKind.IsoCrop;

        /// <summary>
        /// The order of values in vectors of pixels. Default: <see cref="ResNetPixelLayout.Planar"/>, the order that
        /// <c>ExtractPixels</c> writes.
        /// </summary>
        public ResNetPixelLayout PixelLayout { get; set; } = ResNetPixelLayout.Planar;

        /// <summary>
        /// What to do with images that are missing or cannot be decoded, in training and in scoring. Default:
        /// <see cref="ResNetBadImagePolicy.Throw"/>.
        /// </summary>
        public ResNetBadImagePolicy BadImages { get; set; } = ResNetBadImagePolicy.Throw;
    }
}
