// What a file is, at a glance.
import { File, FileArchive, FileMusic, FileSpreadsheet, FileText, FileVideo, Image } from 'lucide-react'

function iconOf(mimeType: string): typeof File {
  if (mimeType.startsWith('image/')) return Image
  if (mimeType.startsWith('audio/')) return FileMusic
  if (mimeType.startsWith('video/')) return FileVideo
  if (mimeType === 'application/zip') return FileArchive
  if (/sheet|csv|tab-separated/.test(mimeType)) return FileSpreadsheet
  if (/^text\/|pdf|word|document|presentation|rtf|json/.test(mimeType)) return FileText
  return File
}

export function KindIcon({ mimeType, size }: { readonly mimeType: string; readonly size: number }) {
  const Icon = iconOf(mimeType)
  return <Icon size={size} aria-hidden="true" className="shrink-0" />
}
