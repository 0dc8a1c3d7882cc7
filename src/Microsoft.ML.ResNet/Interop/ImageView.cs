using System.Numerics;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// rn_image_view: the crop of a stored image that becomes the network's input, and how it is augmented.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ImageView
{
    public float Top, Left, Height, Width;
    public int Flip;
    public int Recolour;
    public int ErasedTop, ErasedLeft, ErasedHeight, ErasedWidth;
    private fixed float _matrix[16];
    private fixed float _shift[4];

    /// <summary>A crop, in pixels of the stored image.</summary>
    public ImageView(double top, double left, double height, double width)
    {
        (Top, Left) = ((float)top, (float)left);
        (Height, Width) = ((float)height, (float)width);
    }

    /// <summary>The center crop of the network's size; an odd margin is rounded towards the top left.</summary>
    public static ImageView Centre(ImageSize stored, ImageSize input) => new(
        (stored.Height - input.Height) / 2, (stored.Width - input.Width) / 2, input.Height, input.Width);

    /// <summary>
    /// The color transform applied to a row vector: color * matrix, with the offset in the last row.
    /// </summary>
    public Matrix4x4 Colors
    {
        readonly get
        {
            Matrix4x4 colors = Matrix4x4.Identity;
            for (int from = 0; from < 3; from++)
            {
                for (int to = 0; to < 3; to++)
                    colors[from, to] = _matrix[to * 4 + from];
                colors[3, from] = _shift[from];
            }
            return colors;
        }
        set
        {
            Recolour = 1;
            for (int from = 0; from < 3; from++)
            {
                for (int to = 0; to < 3; to++)
                    _matrix[to * 4 + from] = value[from, to];
                _shift[from] = value[3, from];
            }
        }
    }
}
