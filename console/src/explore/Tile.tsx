import { Badge, Button, Card, Group, Menu, Stack, Text, UnstyledButton } from '@mantine/core'
import type { AnswerItem } from '../api/wire'
import { ItemName } from '../parts/ItemName'
import { faceOf, kindOf } from '../parts/hue'
import { count, titleOf } from '../parts/text'
import { acts } from './events'

interface Props {
  item: AnswerItem
  place: number
  best: number
  mark: 'new' | number | undefined
  onOpen: (id: string) => void
  onAct?: ((type: string, id: string) => void) | undefined
}

/** One item of a list: what it is, why it is there, what may be done to it. */
export function Tile({ item, place, best, mark, onOpen, onAct }: Props) {
  const title = titleOf(item.id, item.properties)
  const price = item.properties?.price
  return (
    <Card withBorder padding={0} className={`tile ${mark === 'new' ? 'marked-new appear' : mark ? 'marked-moved' : ''}`}>
      <div className="tile-face" style={faceOf(kindOf(item.properties) || item.id)}>
        <span>{place}</span>
        <Group gap={6} wrap="nowrap"><span>{kindOf(item.properties)}</span><Swatch colour={item.properties?.colour} /></Group>
      </div>
      <Stack gap={6} p="sm" flex={1}>
        <UnstyledButton className="tile-name" onClick={() => onOpen(item.id)} aria-haspopup="dialog">{title}</UnstyledButton>
        <Group gap={6}>
          <Badge variant="default" tt="none">{item.reason === 'new' ? 'new item' : item.reason}</Badge>
          {item.placed && item.placed !== item.reason && <Badge variant="default" tt="none">{item.placed}</Badge>}
          <Mark mark={mark} />
        </Group>
        <Why item={item} />
        <div className="bar" aria-hidden="true"><span style={{ width: `${best > 0 ? Math.max(2, (100 * item.score) / best) : 2}%` }} /></div>
        <Group justify="space-between" mt="auto">
          <Text size="xs" c="dimmed" className="number">score {count(item.score)}{typeof price === 'number' ? ` · price ${count(price)}` : ''}</Text>
          {onAct && <ActMenu title={title} onAct={type => onAct(type, item.id)} />}
        </Group>
      </Stack>
    </Card>
  )
}

function ActMenu({ title, onAct }: { title: string; onAct: (type: string) => void }) {
  return (
    <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
      <Menu.Target><Button size="compact-xs" variant="default" aria-label={`Send an event about ${title}`}>Event</Button></Menu.Target>
      <Menu.Dropdown>{acts.map(act => <Menu.Item key={act.type} onClick={() => onAct(act.type)}>{act.name}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}

function Mark({ mark }: { mark: 'new' | number | undefined }) {
  if (mark === undefined) return null
  if (mark === 'new') return <Badge color="teal.9" variant="filled" autoContrast tt="none">new</Badge>
  return <Badge color="blue.9" variant="filled" autoContrast tt="none" aria-label={mark > 0 ? `up ${mark} places` : `down ${-mark} places`}>{mark > 0 ? `\u2191 ${mark}` : `\u2193 ${-mark}`}</Badge>
}

function Why({ item }: { item: AnswerItem }) {
  const cause = item.contributions?.find(one => one.events.length > 0)?.events[0]
  return cause ? <Text size="xs" c="dimmed">because of the {cause.type} of <ItemName id={cause.itemId} /></Text> : null
}

function Swatch({ colour }: { colour: unknown }) {
  return typeof colour === 'string' && CSS.supports('color', colour) ? <span className="swatch" style={{ background: colour }} title={colour} /> : null
}
