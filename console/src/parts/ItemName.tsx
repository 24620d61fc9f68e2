import { useItem } from '../api/catalog'
import { titleOf } from './text'

/** An item's title, or its id until that is known. */
export function ItemName({ id }: { id: string }) {
  const item = useItem(id)
  return <>{titleOf(id, item.data?.properties)}</>
}
